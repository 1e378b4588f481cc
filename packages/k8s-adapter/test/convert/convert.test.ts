import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { plan, translate } from '@fairlead/k8s-adapter';
import type { SourceObject } from '@fairlead/k8s-adapter';
import { sampleFolder, skipSuite } from '@fairlead/testing';
import { expect } from 'chai';
import fc from 'fast-check';
import { convert } from '../../src/convert/convert.ts';
import type { Conversion, Target } from '../../src/convert/conversion.ts';
import { planDocument } from '../../src/plan/document.ts';
import { bgpAdvertisement, l2Advertisement, peer } from '../support/cluster.ts';
import { objects, pool, service } from '../support/objects.ts';
import { anyCluster, metallbCluster } from './arbitrary.ts';

describe('converted objects', () => {
  it('of all dialects to fairlead plan the same', function () {
    this.timeout(60_000);
    fc.assert(
      fc.property(anyCluster, (cluster) => {
        const before = cluster.map((content, index) => ({ content, origin: `#${index}` }));
        const { objects: after } = converted(before, 'fairlead');
        expect(problemsOf(after)).to.deep.equal([]);
        expect(essence(after)).to.deep.equal(essence(before));
      }),
      { numRuns: 100 },
    );
  });

  it('of MetalLB in all its forms to metallb plan the same, where nothing is said to be lost', function () {
    this.timeout(60_000);
    let exact = 0;
    fc.assert(
      fc.property(metallbCluster, (cluster) => {
        const before = cluster.map((content, index) => ({ content, origin: `#${index}` }));
        const { objects: after, losses } = converted(before, 'metallb');
        if (losses.some(({ feature }) => feature !== 'password')) return;
        exact++;
        expect(problemsOf(after)).to.deep.equal([]);
        expect(essence(after)).to.deep.equal(essence(before));
      }),
      { numRuns: 100 },
    );
    expect(exact).to.be.greaterThan(30);
  });

  it('of all dialects to metallb are read without an error', function () {
    this.timeout(60_000);
    fc.assert(
      fc.property(anyCluster, (cluster) => {
        const before = cluster.map((content, index) => ({ content, origin: `#${index}` }));
        expect(problemsOf(converted(before, 'metallb').objects)).to.deep.equal([]);
      }),
      { numRuns: 60 },
    );
  });

  it('never repeat a password', function () {
    this.timeout(60_000);
    const text = peer('tor', '10.0.0.1', 'password: a-secret-of-mine');
    for (const target of ['fairlead', 'metallb'] as const) {
      const { conversion } = converted(objects(text.replace('v1beta2', 'v1beta1')), target);
      expect(JSON.stringify(conversion)).not.to.include('a-secret-of-mine');
      expect(conversion.losses.map(({ feature }) => feature)).to.deep.equal(['password']);
    }
  });

  it('are one Advertisement where MetalLB needs two', () => {
    const { conversion } = converted(objects(bgpAdvertisement('all') + l2Advertisement('all')), 'fairlead');
    expect(
      conversion.objects.map(({ object, from }) => [object.kind, object['spec'], from.length]),
    ).to.deep.equal([['Advertisement', { bgp: {}, layer2: {} }, 2]]);
  });

  it('are left as they are where they are of the target', () => {
    const text = pool('a', ['192.0.2.0/24']);
    const [content] = objects(text).map((each) => each.content);
    expect(converted(objects(text), 'metallb').conversion.objects.map(({ object }) => object)).to.deep.equal([
      content,
    ]);
  });

  it('get numbers where the age of advertisements decides and their names say otherwise', () => {
    const old = "creationTimestamp: '2024-01-01T00:00:00Z'";
    const text =
      bgpAdvertisement('b', 'localPref: 100').replace('metadata: {', `metadata: { ${old},`) +
      bgpAdvertisement('a', 'localPref: 200') +
      pool('p', ['192.0.2.0/24']);
    const { conversion } = converted(objects(text), 'fairlead');
    const names = conversion.objects.flatMap(({ object }) =>
      object.kind === 'Advertisement' ? [object.metadata.name] : [],
    );
    expect(names).to.deep.equal(['1-b', '2-a']);
  });

  it('have names that objects can have, and Services that follow', () => {
    const text = `---
apiVersion: v1
kind: ConfigMap
metadata: { name: config, namespace: metallb-system }
data: { config: "address-pools: [{ name: My_Pool, protocol: layer2, addresses: [192.0.2.0/24] }]" }
${service('web', { annotations: 'metallb.universe.tf/address-pool: My_Pool' })}`;
    const { conversion, objects: after } = converted(objects(text), 'fairlead');
    expect(conversion.losses.map(({ message }) => message)).to.deep.equal([
      '"My_Pool" is no name of an object, so the pool is called my-pool',
    ]);
    expect(plan(translate(after).cluster).allocations.get('default/web')?.addresses).to.deep.equal([
      '192.0.2.0',
    ]);
  });

  it('say what MetalLB has no word for', () => {
    const text = `---
{ apiVersion: fairlead.dev/v1alpha1, kind: AddressPool, metadata: { name: p }, spec: { addresses: [192.0.2.1], quotas: [{ limit: 1 }] } }
---
{ apiVersion: fairlead.dev/v1alpha1, kind: BgpPeer, metadata: { name: t }, spec: { localAsn: 1, remoteAsn: 2, address: 192.0.2.9, addPathLimit: 2 } }
---
{ apiVersion: fairlead.dev/v1alpha1, kind: Advertisement, metadata: { name: v }, spec: { bgp: { med: 1 }, layer2: { virtualMac: true } } }
---
{ apiVersion: fairlead.dev/v1alpha1, kind: AddressClaim, metadata: { name: c }, spec: {} }
`;
    const { losses } = converted(objects(text), 'metallb');
    expect(losses.map(({ object, feature }) => `${object.kind} ${feature}`)).to.deep.equal([
      'AddressPool quotas',
      'BgpPeer addPathLimit',
      'Advertisement med',
      'Advertisement election',
      'Advertisement virtualMac',
      'AddressClaim AddressClaim',
    ]);
  });

  it('keep an election like that of MetalLB, in words that MetalLB passes over', () => {
    const text = `---
{ apiVersion: fairlead.dev/v1alpha1, kind: Advertisement, metadata: { name: v }, spec: { layer2: { election: Compatible } } }
`;
    const { conversion, losses, objects: after } = converted(objects(text), 'metallb');
    expect(conversion.objects[0]?.object).to.have.deep.nested.property('metadata.annotations', {
      'fairlead.dev/election': 'Compatible',
    });
    expect([losses, translate(after).cluster.config.l2Advertisements[0]?.election?.mode]).to.deep.equal([
      [],
      'compatible',
    ]);
  });

  for (const name of ['as-given', 'openelb']) {
    describe(`from the samples ${name}`, () => {
      let folder = '';

      before(function () {
        const found = sampleFolder(name);
        if (found === null)
          skipSuite(this, 'no sample objects; set FAIRLEAD_SAMPLES to a folder that has them');
        folder = found;
      });

      it('plan the same', () => {
        for (const file of readdirSync(folder).filter((each) => each.endsWith('.yaml'))) {
          const before = objects(readFileSync(join(folder, file), 'utf8'));
          expect(essence(converted(before, 'fairlead').objects), file).to.deep.equal(essence(before));
          const { objects: after, losses } = converted(before, 'metallb');
          if (losses.length === 0) expect(essence(after), file).to.deep.equal(essence(before));
        }
      });
    });
  }
});

function converted(
  sources: readonly SourceObject[],
  to: Target,
): {
  readonly conversion: Conversion;
  readonly objects: readonly SourceObject[];
  readonly losses: Conversion['losses'];
} {
  const conversion = convert(sources, translate(sources), { to, namespace: 'metallb-system', all: true });
  const written = conversion.objects.map(({ object }, index) => ({
    content: JSON.parse(JSON.stringify(object)) as unknown,
    origin: `#${index}`,
  }));
  return { conversion, objects: written, losses: conversion.losses };
}

/** What a plan decides, without the order of pools and peers, the texts of ranges and the names of advertisements. */
function essence(sources: readonly SourceObject[]): unknown {
  const { services, pools, nodes } = planDocument(plan(translate(sources).cluster), {
    node: null,
    peer: null,
  });
  const byName = (a: { readonly name: string }, b: { readonly name: string }): number =>
    a.name < b.name ? -1 : 1;
  return {
    services: services
      .map((each) => ({ ...each, trace: each.trace.map(({ message }) => message).sort() }))
      .sort(byName),
    pools: pools.map(({ name, size, used }) => ({ name, size, used })).sort(byName),
    nodes: nodes.map((node) => ({
      ...node,
      peers: node.peers.map((each) => ({ ...each, name: each.name.replace('/', '-') })).sort(byName),
      conflicts: node.conflicts
        .map(({ prefix, details }) => `${prefix} ${details['attribute'] ?? ''} ${details['ours'] ?? ''}`)
        .sort(),
    })),
  };
}

function problemsOf(sources: readonly SourceObject[]): readonly string[] {
  return translate(sources).problems.flatMap(({ severity, code, object, field, message }) =>
    severity === 'error' && code !== 'conflict' && code !== 'duplicate'
      ? [`${object.kind} ${object.name} ${field} ${message}`]
      : [],
  );
}
