/** An element as bpmn-moddle reads it: typed by `$type`, attributes of foreign namespaces in `$attrs`. */
export interface ModdleElement {
  readonly $type: string;
  readonly $attrs?: Readonly<Record<string, string>>;
  readonly $parent?: ModdleElement;
  readonly id?: string;
  readonly name?: string;
  readonly extensionElements?: { readonly values?: readonly ModdleElement[] };
  // biome-ignore lint/suspicious/noExplicitAny: the meta-model of BPMN 2.0 has some 150 types, read here by name.
  [property: string]: any;
}

/** What bpmn-moddle makes of a document. */
export interface ModdleDocument {
  readonly rootElement: ModdleElement;
  readonly references: readonly { element: ModdleElement; property: string; id: string }[];
  readonly elementsById: Readonly<Record<string, ModdleElement>>;
  readonly warnings: readonly { message: string; property?: string; element?: ModdleElement }[];
}
