import { people } from './demo/people.ts';
import { demoPassword } from './demo/world.ts';
import { dataDir, logsDir } from './paths.ts';

type Screen = { url: string; remark: string | undefined; milliseconds: number };

/** What a person needs to know once everything runs. */
export function showScreen({ url, remark, milliseconds }: Screen): void {
  const logIns = people.slice(0, 2).map((person) => `${person.handle}@demo.example`);
  const admin = people.find((person) => person.roles?.includes('ADMIN'));
  const lines = [
    '',
    `  dailyfeed runs at  ${url}      (started in ${(milliseconds / 1000).toFixed(1)} s)`,
    ...(remark === undefined ? [] : [`                     ${remark}`]),
    '',
    `  Log in as          ${logIns[0]}   password  ${demoPassword}`,
    `  or as              ${logIns[1]}   password  ${demoPassword}`,
    ...(admin
      ? [`  as an admin        ${admin.handle}@demo.example   password  ${demoPassword}`]
      : []),
    '',
    `  Logs               ${logsDir}`,
    `  Data               ${dataDir}   (npm run reset deletes it)`,
    '',
    '  Ctrl-C stops everything.',
    '',
  ];
  console.log(lines.join('\n'));
}
