declare module 'bpmn-moddle' {
  /** Reads BPMN 2.0 XML by the meta-model of the standard. */
  export class BpmnModdle {
    fromXML(xml: string): Promise<unknown>;
  }
}
