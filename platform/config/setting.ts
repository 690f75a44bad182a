import type { SettingType } from './settingTypes.ts';

/** One setting of the product, read from one environment variable. Its value is a `T`, or the default. */
export interface Setting<T, Default = T> {
  /** The environment variable. */
  readonly env: string;
  readonly type: SettingType<T>;
  /** The value when the variable is missing or empty. */
  readonly default: Default;
  /** What it does, one sentence for the documentation. */
  readonly doc: string;
  /** Whether messages and logs must not show its value. */
  readonly secret?: boolean;
}

/** A setting that always has a value. */
export function setting<T>(env: string, type: SettingType<T>, value: NoInfer<T>, doc: string): Setting<T> {
  return { env, type, default: value, doc };
}

/** A setting that may stay without a value. */
export function optional<T>(env: string, type: SettingType<T>, doc: string): Setting<T, undefined> {
  return { env, type, default: undefined, doc };
}

/** A setting without default whose value is never shown. */
export function secret<T>(env: string, type: SettingType<T>, doc: string): Setting<T, undefined> {
  return { ...optional(env, type, doc), secret: true };
}
