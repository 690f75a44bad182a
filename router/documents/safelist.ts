import type { Principal } from '#platform/identity/principal.ts';
import { type Audience, audienceOf, type PerAudience } from './audience.ts';
import type { Manifest, ManifestOperation } from './manifest.ts';

/**
 * What callers of an audience may send: `open`, anything; `log`, anything, and what is not in their manifest is
 * logged; `safelist`, only what is in their manifest.
 */
export type SafelistMode = 'open' | 'log' | 'safelist';

/** The attribute of a principal that names the partner whose own manifest counts besides that of all partners. */
const partnerAttribute = 'partner';

interface Listed {
  readonly byId: Map<string, string>;
  readonly texts: Set<string>;
}

const nothing: Listed = { byId: new Map(), texts: new Set() };

/** Registered operations of every audience. Texts are shared objects, so that looking up what hangs on them is cheap. */
export class Safelist {
  readonly modes: PerAudience<SafelistMode>;
  readonly #scopes = new Map<string, Listed>();
  readonly operations: readonly ManifestOperation[];

  constructor(manifests: readonly Manifest[], modes: PerAudience<SafelistMode>) {
    this.modes = modes;
    this.operations = manifests.flatMap(({ operations }) => operations);
    for (const { scope, operations } of manifests) {
      const listed = this.#scopes.get(scope) ?? { byId: new Map(), texts: new Set() };
      this.#scopes.set(scope, listed);
      for (const { id, text } of operations) {
        listed.byId.set(id, text);
        listed.texts.add(text);
      }
    }
  }

  /** The mode for a caller. */
  modeOf(principal: Principal | null): SafelistMode {
    return this.modes[audienceOf(principal)];
  }

  /** The text that a caller's own manifests have under an identifier. */
  textOf(principal: Principal | null, id: string): string | undefined {
    const audience = audienceOf(principal);
    const text = this.#listed(audience).byId.get(id);
    return text ?? (audience === 'partner' ? this.#own(principal).byId.get(id) : undefined);
  }

  /** Whether a caller's own manifests have this very text. */
  has(principal: Principal | null, text: string): boolean {
    const audience = audienceOf(principal);
    return this.#listed(audience).texts.has(text) || (audience === 'partner' && this.#own(principal).texts.has(text));
  }

  #listed(audience: Audience): Listed {
    return this.#scopes.get(audience) ?? nothing;
  }

  #own(principal: Principal | null): Listed {
    const name = principal?.attributes[partnerAttribute];
    return (name !== undefined && this.#scopes.get(`partner:${name}`)) || nothing;
  }
}
