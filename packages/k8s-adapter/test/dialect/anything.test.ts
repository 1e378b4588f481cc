import { DEFAULT_PLAN, plan, translate } from '@fairlead/k8s-adapter';
import { expect } from 'chai';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { explain } from '../../src/plan/explain.ts';
import { planDocument } from '../../src/plan/document.ts';
import { DIALECTS } from '../../src/dialect/registry.ts';
import { OBJECTS } from '../support/everyKind.ts';

const originals: readonly Json[] = parseAllDocuments(OBJECTS).map((document) => document.toJS() as Json);

describe('objects with anything in them', () => {
  it('are of every kind that is read', () => {
    const known = DIALECTS.flatMap(({ kinds }) => Object.keys(kinds));
    const tried = new Set(originals.map(kindOf));
    expect(known.filter((kind) => !tried.has(kind))).to.deep.equal([]);
  });

  it('are sound as they stand', () => {
    const { problems } = translate(originals.map((content) => ({ content, origin: null })));
    expect(problems.filter(({ severity }) => severity === 'error')).to.deep.equal([]);
  });

  it('become a plan or problems, and never an exception', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(), fc.nat(), value), { minLength: 1, maxLength: 6 }),
        (mutations) => {
          const objects = structuredClone(originals) as Json[];
          for (const [at, place, replacement] of mutations) {
            const index = at % objects.length;
            objects[index] = replaced(objects[index] ?? null, place, replacement);
          }
          const { cluster, problems } = translate(objects.map((content) => ({ content, origin: 'here' })));
          for (const { message } of problems) expect(message).not.to.equal('');
          const made = plan(cluster, DEFAULT_PLAN);
          planDocument(made, { node: null, peer: null });
          for (const { namespace, name } of cluster.services)
            explain(made, { kind: 'service', namespace, name });
        },
      ),
      { numRuns: 100 },
    );
  });
});

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

const word = fc.constantFrom(
  '',
  'web',
  'a',
  '192.0.2.1',
  '192.0.2.0/24',
  '192.0.2.9-192.0.2.1',
  '::/0',
  '2001:db8::1-2001:db8::ff',
  '10s',
  '-1s',
  'None',
  'Local',
  'layer2',
  '65536:1',
  'large:1:2:3',
  'address-pools: [{}]',
  '__proto__',
  '\u0000',
);
const value: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom(null, true, false, 0, -1, 1.5, 33, 4294967296, 1e300),
  word,
  fc.array(word, { maxLength: 3 }),
  fc.dictionary(word, word, { maxKeys: 3 }),
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
);

/** The same with another value at one place, the places counted from the outside in. */
function replaced(json: Json, place: number, replacement: Json): Json {
  const places = countPlaces(json);
  return replaceAt(json, place % places, replacement).json;
}

function countPlaces(json: Json): number {
  if (json === null || typeof json !== 'object') return 1;
  return Object.values(json).reduce<number>((sum, each) => sum + countPlaces(each), 1);
}

function replaceAt(
  json: Json,
  place: number,
  replacement: Json,
): { readonly json: Json; readonly left: number } {
  if (place === 0) return { json: replacement, left: -1 };
  if (json === null || typeof json !== 'object') return { json, left: place - 1 };
  let left = place - 1;
  const entries = Object.entries(json).map(([name, each]): [string, Json] => {
    if (left < 0) return [name, each];
    const inner = replaceAt(each, left, replacement);
    ({ left } = inner);
    return [name, inner.json];
  });
  return { json: Array.isArray(json) ? entries.map(([, each]) => each) : Object.fromEntries(entries), left };
}

function kindOf(json: Json): string {
  const { apiVersion, kind } = json as { readonly apiVersion: string; readonly kind: string };
  return `${apiVersion} ${kind}`;
}
