const seed = 0x9747b28c;
const multiplier = 0x5bd1e995;

/**
 * MurmurHash2 of a string's UTF-8 bytes, as Kafka's default partitioner computes it
 * (org.apache.kafka.common.utils.Utils.murmur2), so that a key keeps its partition when the log is Kafka.
 */
export function murmur2(text: string): number {
  const bytes = Buffer.from(text, 'utf8');
  const whole = bytes.length & ~3;
  let hash = seed ^ bytes.length;
  for (let i = 0; i < whole; i += 4) {
    let word = Math.imul(bytes.readInt32LE(i), multiplier);
    word ^= word >>> 24;
    hash = Math.imul(hash, multiplier) ^ Math.imul(word, multiplier);
  }
  const rest = bytes.length - whole;
  if (rest > 0) {
    for (let i = rest - 1; i >= 0; i--) hash ^= bytes[whole + i]! << (8 * i);
    hash = Math.imul(hash, multiplier);
  }
  hash ^= hash >>> 13;
  hash = Math.imul(hash, multiplier);
  return (hash ^ (hash >>> 15)) | 0;
}
