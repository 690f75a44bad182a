import { defineConsumer } from '#kit/inbox/eventConsumer.ts';
import { topic } from './outboxSettings.ts';

/** Leaves one row per event; a second one would be an effect that happened twice. */
export const effects = defineConsumer({
  name: 'effects-of-the-trial',
  topic,
  pii: 'read',
  async handle({ payload }, transaction) {
    await transaction.query('INSERT INTO notes (text) VALUES ($1)', [`effect ${payload.name}`]);
  },
});
