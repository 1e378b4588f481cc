import { createNamespace, openLab, startDaemon } from '../index.ts';

const lab = openLab();
const namespace = await createNamespace(lab, 'abandoned');
const daemon = startDaemon(lab, {
  name: 'sleep',
  program: { path: '/usr/bin/sleep', over: null },
  args: ['600'],
  namespace,
});
console.log(JSON.stringify({ folder: lab.folder, namespace: namespace.name, pid: daemon.pid }));
setInterval(() => undefined, 1000);
