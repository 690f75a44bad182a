import { networkFaults } from '../fault.ts';
import { testFaults } from '../testFaults.ts';
import { subgraphGround } from './subgraphGround.ts';

testFaults('subgraph', subgraphGround, networkFaults);
