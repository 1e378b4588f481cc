import type { Command } from './command.ts';

/** Everything that `fairlead` can do. */
export const COMMANDS: readonly Command[] = [
  {
    name: 'validate',
    words: '',
    about: 'says what is wrong with manifests, and where',
    load: () => import('./validate.ts'),
  },
  {
    name: 'plan',
    words: '',
    about: 'shows addresses, layer 2 owners and routes that follow from manifests',
    load: () => import('./plan.ts'),
  },
  {
    name: 'explain',
    words: 'service|address|peer|node NAME',
    about: 'tells why something is announced, or is not',
    load: () => import('./explain.ts'),
  },
  {
    name: 'convert',
    words: '',
    about: 'rewrites objects of one product to those of another',
    load: () => import('./convert.ts'),
  },
  {
    name: 'simulate',
    words: '',
    about: 'lets things happen to a cluster of manifests, and tells what routers and hosts see',
    load: () => import('./simulate.ts'),
  },
  {
    name: 'crds',
    words: '',
    about: 'writes the definitions of the resources of fairlead.dev',
    load: () => import('./crds.ts'),
  },
  {
    name: 'controller',
    words: '',
    about: 'runs the part that gives Services their addresses, once or several times in a cluster',
    load: () => import('../main/controller.ts'),
  },
  {
    name: 'speaker',
    words: '',
    about: 'runs the part that announces addresses, on every node of a cluster',
    load: () => import('../main/speaker.ts'),
  },
  {
    name: 'standalone',
    words: '',
    about: 'does from manifests what controller and speakers do in a cluster',
    load: () => import('../main/standalone.ts'),
  },
  {
    name: 'completion',
    words: 'bash|zsh|fish',
    about: 'writes a script that completes commands and options in a shell',
    load: () => import('./completion.ts'),
  },
  {
    name: 'version',
    words: '',
    about: 'says which Fairlead this is',
    load: () => import('./version.ts'),
  },
];
