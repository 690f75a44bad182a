import { testFaults } from '../testFaults.ts';
import { redisGround } from './redisGround.ts';

testFaults('redis', redisGround);
