/** Says what is wrong with an expression, or null. */
export type ExpressionCheck = (text: string, language: string | null, use: 'condition' | 'value') => string | null;
