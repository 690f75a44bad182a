import { xpathToCel } from './xpathToCel.ts';

/** What an expression of a model means here: a CEL expression, a constant text, or nothing that can be run. */
export type ExpressionSource =
  | { readonly kind: 'cel'; readonly text: string }
  | { readonly kind: 'constant'; readonly text: string }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Decides how an expression of a model is read. `${…}` and `#{…}` hold CEL; so does any text whose language is named
 * CEL; the subset of XPath 1.0 that BPMN 2.0 (§10.5.3) defines for data objects is translated. Nothing else is run.
 * @param text the expression as the model has it
 * @param language the language the expression or the model names, or null
 * @param use a `condition` without a language and without `${…}` is refused, a `value` is taken as it stands
 */
export function expressionSource(text: string, language: string | null, use: 'condition' | 'value'): ExpressionSource {
  const body = text.trim();
  const embedded = /^[$#]\{([\s\S]*)\}$/.exec(body)?.[1];
  if (embedded !== undefined && !/[$#]\{/.test(embedded)) return { kind: 'cel', text: embedded.trim() };
  if (/[$#]\{/.test(body)) return refused('mixes text and expressions; write one expression');
  if (language !== null && /(^|[^a-z])cel$/i.test(language)) return { kind: 'cel', text: body };
  if (use === 'value') return { kind: 'constant', text: body };
  if (language !== null && /javascript|ecmascript|^js$/i.test(language))
    return refused('is JavaScript, which is never run here');
  const xpath = language === null ? /getDataObject\s*\(/.test(body) : /xpath/i.test(language);
  if (!xpath)
    return refused(
      language === null
        ? 'names no language; write CEL in dollar braces'
        : `is written in ${language.slice(0, 80)}; write CEL in dollar braces`,
    );
  const translated = xpathToCel(body);
  return 'cel' in translated
    ? { kind: 'cel', text: translated.cel }
    : refused(`is XPath beyond what is run here (${translated.problem})`);
}

function refused(reason: string): ExpressionSource {
  return { kind: 'refused', reason };
}
