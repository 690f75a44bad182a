/** From least to most severe. */
export type Severity = 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL';
