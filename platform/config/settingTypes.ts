/** How the text of an environment variable becomes a value. `parse` throws an Error that says what is allowed. */
export interface SettingType<T> {
  /** What is allowed, as the documentation shows it. */
  readonly allowed: string;
  parse(text: string): T;
}

function refuse(allowed: string): never {
  throw new Error(`must be ${allowed}`);
}

function typed<T>(allowed: string, parse: (text: string) => T | undefined): SettingType<T> {
  return { allowed, parse: (text) => parse(text) ?? refuse(allowed) };
}

/** A whole number between two bounds, both allowed. */
export function wholeNumber(lowest: number, highest: number): SettingType<number> {
  return typed(`a whole number from ${lowest} to ${highest}`, (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    return value >= lowest && value <= highest ? value : undefined;
  });
}

/** A TCP port; 0 lets the system choose a free one. */
export const port: SettingType<number> = {
  ...wholeNumber(0, 65_535),
  allowed: 'a port from 0 to 65535 (0: any free one)',
};

/** One of a few words. */
export function oneOf<const Word extends string>(...words: Word[]): SettingType<Word> {
  return typed(words.join(' or '), (text) => words.find((word) => word === text));
}

/** Any text that matches the pattern; `allowed` describes it. */
export function text(allowed: string, pattern = /\S/): SettingType<string> {
  return typed(allowed, (value) => (pattern.test(value) ? value : undefined));
}

/** An absolute URL of one of the given schemes, e.g. `http:`. */
export function url(...schemes: string[]): SettingType<string> {
  const allowed = `a URL that begins with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}`;
  return typed(allowed, (value) => {
    const parsed = URL.parse(value);
    return parsed !== null && schemes.includes(parsed.protocol) && parsed.host !== '' ? value : undefined;
  });
}
