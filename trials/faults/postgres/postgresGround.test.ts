import { testFaults } from '../testFaults.ts';
import { postgresGround } from './postgresGround.ts';

testFaults('postgres', postgresGround);
