// The engines of Node. One engine a process: node bench.mjs ENGINE SET COUNT [JUDGED], the last for how many are judged
// apart; the same line of JSON as the other engines print. Time is CPU time of the process, its garbage collector included.
import fs from 'node:fs';

const [name, setName, count = '200000', judged = count] = process.argv.slice(2);
const made = new URL('../made/', import.meta.url);
const read = (file) => fs.readFileSync(new URL(file, made), 'utf8');
const set = JSON.parse(read(`${setName}.json`));
const { verdicts, rules } = set;

const engines = {
  // The form that it compiles to functions.
  'json-logic-engine': async () => {
    const { LogicEngine } = await import('json-logic-engine');
    const engine = new LogicEngine();
    const built = JSON.parse(read(`${setName}.logic.json`)).map((rule) => engine.build(rule));
    return (line) => {
      const held = [];
      for (let rule = 0; rule < built.length; rule++) if (built[rule](line)) held.push(rule);
      return held;
    };
  },

  'json-rules-engine': async () => {
    const { Engine } = (await import('json-rules-engine')).default;
    const file = JSON.parse(read(`${setName}.rules.json`));
    const engine = new Engine(file.rules, { allowUndefinedFacts: true });
    engine.addOperator('given', (fact) => fact !== undefined);
    engine.addOperator('between', (fact, [first, last]) => fact >= first && fact <= last);
    file.sums.forEach((terms, sum) => engine.addFact(`sum:${sum}`, async (_, almanac) => {
      let points = 0;
      for (const term of terms) if (term.options.includes(await almanac.factValue(term.fact))) points += term.points;
      return points;
    }));
    return async (line) => {
      const { events } = await engine.run(line.answers);
      return events.map((event) => Number(event.type)).sort((one, other) => one - other);
    };
  },
};

function record(id, held) {
  let verdict = 0;
  const findings = [];
  for (const rule of held) {
    if (rules[rule].verdict > verdict) verdict = rules[rule].verdict;
    if (rules[rule].finding) findings.push(`"${rules[rule].id}"`);
  }
  return `{"id":"${id}","verdict":"${verdicts[verdict]}","findings":[${findings.join(',')}]}\n`;
}

function nanoseconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
}

// FNV-1a of 64 bits, in two halves that numbers hold exactly: of the first lines, for each number of lines asked for.
function hashes(text, prefixes) {
  const found = {};
  let [high, low, lines] = [0xcbf29ce4, 0x84222325, 0];
  for (const byte of Buffer.from(text)) {
    const mixed = (low ^ byte) >>> 0;
    const product = mixed * 0x1b3;
    high = (Math.imul(high, 0x1b3) + Math.floor(product / 2 ** 32) + (mixed << 8)) >>> 0;
    low = product >>> 0;
    if (byte === 10 && prefixes.includes(++lines)) {
      found[lines] = [high, low].map((half) => half.toString(16).padStart(8, '0')).join('');
    }
  }
  return found;
}

const judge = await engines[name]();
const lines = read(`${setName}.ndjson`).split('\n').filter((line) => line !== '').slice(0, Number(count));
const few = lines.slice(0, Number(judged));
// So that what is measured is compiled.
for (const line of lines.slice(0, Math.min(1000, few.length))) await judge(JSON.parse(line));

// Only what can wait is awaited: waiting takes time.
const waits = judge.constructor.name === 'AsyncFunction';
let [judging, sum] = [0, 0];
for (let start = 0; start < few.length; start += 1024) {
  const inputs = few.slice(start, start + 1024).map((line) => JSON.parse(line));
  const begun = nanoseconds();
  for (const input of inputs) sum += (waits ? await judge(input) : judge(input)).length;
  judging += nanoseconds() - begun;
}

const begun = nanoseconds();
let records = '';
for (const line of lines) {
  const input = JSON.parse(line);
  records += record(input.id, waits ? await judge(input) : judge(input));
}
const line = nanoseconds() - begun;

const prefixes = [1000, 2000, 5000, 10000, 20000].filter((many) => many < lines.length).concat(lines.length);
console.log(JSON.stringify({
  set: setName, engine: name, count: lines.length, judged: few.length,
  eval_ns: judging / few.length, line_ns: line / lines.length, hashes: hashes(records, prefixes),
}));

