// The same guarantees, searched for longer.
import './fuzz.test.ts';
