// The same guarantee, searched for longer.
import './raw-bytes.test.ts';
