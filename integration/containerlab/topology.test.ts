import { existsSync } from 'node:fs';
import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import { openLab, requireTools } from '../lab/index.ts';
import { deployByContainerlab } from './byContainerlab.ts';
import type { Deployment } from './deployment.ts';
import { deployInNamespaces } from './inNamespaces.ts';
import { readTopology } from './topology.ts';

describe('the containerlab topology', () => {
  const topology = readTopology();

  it('names files that are there', () => {
    const missing = topology.nodes.flatMap(({ binds }) =>
      [...binds.values()].filter((file) => !existsSync(file)),
    );
    expect(missing).to.deep.equal([]);
  });

  describe('in namespaces', () => {
    const lab = openLab();
    after(lab.close);
    let deployed: Deployment;
    before(async function () {
      await requireTools(this, 'namespaces', 'frr');
      deployed = await deployInNamespaces(lab, topology);
    });
    works(() => deployed);
  });

  describe('by containerlab', () => {
    const lab = openLab();
    after(async function () {
      this.timeout(120_000);
      await lab.close();
    });
    let deployed: Deployment;
    before(async function () {
      await requireTools(this, 'namespaces', 'containerlab', 'docker');
      this.timeout(900_000);
      deployed = await deployByContainerlab(lab);
    });
    works(() => deployed);
  });
});

function works(deployed: () => Deployment): void {
  it('gives the spine one route with both nodes as next hops, and its kernel too', async () => {
    await eventually('two next hops', async () => {
      const answer = await deployed().show(`show bgp ipv4 unicast ${ROUTED}/32 json`);
      const { paths = [] } = JSON.parse(answer) as BgpPrefix;
      const hops = paths.flatMap(({ nexthops }) => nexthops.map(({ ip }) => ip)).sort();
      expect(hops).to.deep.equal(['10.0.0.11', '10.0.0.12']);
      expect(paths.map(({ community }) => community.string)).to.deep.equal(['64500:100', '64500:100']);
      return true;
    });
    await eventually('an ECMP route', async () => {
      const [route] = JSON.parse(
        await deployed().ip('spine', ['-json', 'route', 'show', ROUTED]),
      ) as readonly KernelRoute[];
      expect(route?.nexthops?.map(({ gateway }) => gateway).sort()).to.deep.equal(['10.0.0.11', '10.0.0.12']);
      return true;
    });
  });

  it('brings the requests of the client to both nodes', async () => {
    const answers = new Set<string>();
    await eventually('both have answered', async () => {
      answers.add((await deployed().get(`http://${ROUTED}/`)).trim());
      return answers.size === 2 ? true : null;
    });
    expect([...answers].sort()).to.deep.equal(['node1', 'node2']);
  });

  it('has one node answer for the address on the segment', async () => {
    const answer = await eventually('an answer', async () =>
      (await deployed().get(`http://${ON_SEGMENT}/`)).trim(),
    );
    const [neighbor] = JSON.parse(
      await deployed().ip('spine', ['-json', 'neighbor', 'show', ON_SEGMENT]),
    ) as readonly { readonly lladdr?: string }[];
    const [link] = JSON.parse(await deployed().ip(answer, ['-json', 'link', 'show', 'eth1'])) as readonly {
      readonly address: string;
    }[];
    expect(neighbor?.lladdr).to.equal(link?.address);
  });
}

interface BgpPrefix {
  readonly paths?: readonly {
    readonly nexthops: readonly { readonly ip: string }[];
    readonly community: { readonly string: string };
  }[];
}

interface KernelRoute {
  readonly nexthops?: readonly { readonly gateway: string }[];
}

const ROUTED = '198.51.100.10';
const ON_SEGMENT = '10.0.0.200';
