import { needsEscape, quoted } from './leafWriter.ts';
import { propagated, type Writer } from './writer.ts';

/** One field of one object type, ready to be written. */
export interface FieldPlan {
  /** Key in the gathered data. */
  readonly key: string;
  readonly responseKey: string;
  readonly write: Writer;
  /** Name of its scalar type, where the field is no list and no object. */
  readonly leaf: string | undefined;
}

/**
 * Compiles the writer of one object type: generated code, in which fields are loaded directly and usual values of scalars
 * written in place, or a closure where code generation is not allowed. Whatever is unusual (nulls, values of the wrong type)
 * goes to the field's own writer in both.
 */
export function compileObjectWriter(fields: readonly FieldPlan[], generate: boolean): Writer {
  return generate && fields.length > 0 ? generatedWriter(fields) : closureWriter(fields);
}

function closureWriter(fields: readonly FieldPlan[]): Writer {
  const members = fields.map(({ key, write }, index) => ({ key, write, prefix: prefixOf(fields, index) }));
  return (value, run) => {
    let text = members.length === 0 ? '{' : '';
    for (const { key, write, prefix } of members) {
      const member = (value as Record<string, unknown>)[key];
      // A missing field named like a member of Object.prototype must not find that member.
      const written = write(typeof member === 'function' ? undefined : member, run);
      if (written === propagated) return propagated;
      text += prefix + written;
    }
    return `${text}}`;
  };
}

/** The brace or comma before a member, and its name as JSON. */
function prefixOf(fields: readonly FieldPlan[], index: number): string {
  return `${index === 0 ? '{' : ','}${quoted(fields[index]?.responseKey ?? '')}:`;
}

function generatedWriter(fields: readonly FieldPlan[]): Writer {
  const lines = fields.map(({ key, leaf }, index) => {
    const prefix = prefixOf(fields, index);
    const join = index === 0 ? 'text=' : 'text+=';
    const load = `m=v[${JSON.stringify(key)}];${key in Object.prototype ? 'if(typeof m==="function")m=undefined;' : ''}`;
    const rest = `{t=w${index}(m,run);if(t==="")return "";${join}${JSON.stringify(prefix)}+t;}`;
    switch (leaf) {
      case 'String':
      case 'ID':
        return `${load}if(typeof m==="string"&&!special.test(m))${join}${JSON.stringify(`${prefix}"`)}+m+'"';else ${rest}`;
      case 'Int':
        return `${load}if((m|0)===m)${join}${JSON.stringify(prefix)}+m;else ${rest}`;
      case 'Boolean':
        return `${load}if(m===true)${join}${JSON.stringify(`${prefix}true`)};else ${rest}`;
      default:
        return load + rest;
    }
  });
  const names = fields.map((_field, index) => `w${index}`);
  const body = `return function(v,run){let m,t,text;${lines.join('')}return text+"}";}`;
  const make = new Function('special', ...names, body) as (special: RegExp, ...writers: Writer[]) => Writer;
  return make(needsEscape, ...fields.map(({ write }) => write));
}
