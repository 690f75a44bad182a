import { testFaults } from '../testFaults.ts';
import { kafkaGround } from './kafkaGround.ts';

testFaults('kafka', kafkaGround);
