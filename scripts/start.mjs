// Runs a script of this repository on a fresh machine: installs what package-lock.json names, then starts the script
// on the Node that came with it. Plain JavaScript, because the Node that starts it may be as old as 20.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MINIMUM_NODE = 24;
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stamp = join(root, 'node_modules', '.installed-lock');
const [script, ...args] = process.argv.slice(2);

install();
const node = modernNode();
const child = spawn(node, ['--conditions=@fairlead/source', join(root, script), ...args], {
  stdio: 'inherit',
  env: { ...process.env, PATH: `${join(root, 'node_modules', '.bin')}:${process.env.PATH ?? ''}` },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => passOn(signal));
child.on('error', (error) => fail(`cannot start ${node}: ${error.message}`));
child.on('exit', (code, signal) => {
  if (signal === null) process.exit(code);
  // Ended as the child did, so that the shell sees the same.
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});

/** A terminal tells the whole group of Ctrl-C, and a second time would mean "at once". */
function passOn(signal) {
  if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
}

function install() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  console.log('Installing the packages that package-lock.json names (once) ...');
  const npm = spawnSync('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (npm.status !== 0) fail('npm ci failed; its message is above');
  writeFileSync(stamp, lock);
}

function modernNode() {
  const own = join(root, 'node_modules', '.bin', 'node');
  if (existsSync(own) && major(own) >= MINIMUM_NODE) return own;
  if (Number(process.versions.node.split('.')[0]) >= MINIMUM_NODE) return process.execPath;
  return fail(
    `this needs Node ${MINIMUM_NODE}; none comes with npm for ${process.platform}-${process.arch}: install it and run the command again`,
  );
}

function major(path) {
  const version = spawnSync(path, ['--version'], { encoding: 'utf8' });
  return version.status === 0 ? Number(version.stdout.slice(1).split('.')[0]) : 0;
}

function fail(message) {
  console.error(`fairlead: ${message}`);
  process.exit(1);
}
