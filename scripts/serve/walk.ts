/**
 * Pastes the block of docs/self-hosting.md whole into a shell of a new Debian in a folder, and signs in through Caddy with the
 * link that its last line prints: `npm run test:walk`. Needs root, debootstrap and some minutes; stops all processes it
 * started. NODE_MIRROR takes the place of nodejs.org.
 */
import { execFileSync, spawn } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../settings'

const debian = 'trixie'

/** The commands after the mark, a line each. */
const commands = () =>
  /<!-- walk -->\s+```sh\n([\s\S]+?)```/.exec(readFileSync(join(root, 'docs/self-hosting.md'), 'utf8'))?.[1] ?? ''

const run = (program: string, ...args: string[]) =>
  execFileSync(program, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })

/** Requests through Caddy as a browser would, and prints the page's title. */
const checks = `
certificate=/root/.local/share/caddy/pki/authorities/local/root.crt
ask() { curl --silent --show-error --cacert "$certificate" --cookie-jar /tmp/jar --cookie /tmp/jar "$@"; }
link=$(tail -1 /tmp/printed)
shows() { grep "$1" > /dev/null || { echo "Fails: $2"; exit 1; }; echo "$2"; }
ask "$link" | shows 'the server’s own command' "The link opens over TLS"
ask --location -H "Origin: $PUBLIC_URL" -d "token=\${link##*=}" "$PUBLIC_URL/auth/verify" | shows 'Welcome' "It signs in"
ask "$PUBLIC_URL/admin/users" | shows 'Your IP address is \\(127.0.0.1\\|::1\\)\\.' "The client is known behind the proxy"
stat --format %a /var/lib/daymark/secret | shows '^600$' "The secret is its owner’s alone"
`

const folder = join(process.env.WALK_FOLDER ?? mkdtempSync(join(tmpdir(), 'daymark-walk-')))
const system = join(folder, 'debian')
if (!existsSync(system)) run('debootstrap', '--variant=minbase', debian, system)
run('git', 'clone', '--quiet', '--bare', root, join(system, 'srv/daymark.git'))
for (const part of ['proc', 'dev']) run('mount', '--rbind', `/${part}`, join(system, part))
/** Certificates of a network that looks into its traffic. */
const certificates = process.env.NODE_EXTRA_CA_CERTS
if (certificates) copyFileSync(certificates, join(system, 'srv/certificates.crt'))
const trust = certificates ? 'export NODE_EXTRA_CA_CERTS=/srv/certificates.crt\n' : ''
const mirror = process.env.NODE_MIRROR
writeFileSync(join(system, 'block.sh'), commands())
writeFileSync(
  join(system, 'walk.sh'),
  `set -e -o pipefail
${trust}${mirror ? `export NODE_MIRROR=${mirror}\n` : ''}export REPOSITORY=/srv/daymark.git DOMAIN=localhost DEBIAN_FRONTEND=noninteractive
bash -e < /block.sh | tee /tmp/printed
set +o pipefail
. /etc/daymark.env
${checks}
du --summarize --human-readable --total /opt/daymark /usr/local /root/.npm`,
)
// As a login shell of root has it: npm leaves its own settings in the environment.
const env = { HOME: '/root', PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' }
const child = spawn('chroot', [system, '/bin/bash', '/walk.sh'], { env, stdio: 'inherit', detached: true })
child.on('exit', (code) => {
  try {
    process.kill(-(child.pid ?? 0), 'SIGTERM')
  } catch {
    // Nothing of it runs any more.
  }
  for (const part of ['dev', 'proc']) run('umount', '--recursive', '--lazy', join(system, part))
  if (!process.env.WALK_FOLDER) rmSync(folder, { recursive: true, force: true })
  process.exit(code ?? 1)
})
