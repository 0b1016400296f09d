import type { Command, Option } from './command'
import { learningCommands } from './learning-table'
import { timeCommands } from './time-table'

/** Options of every command. */
export const commonOptions: Option[] = [
  { name: 'json', summary: 'Print JSON for programs' },
  { name: 'help', short: 'h', summary: 'Show help' },
]

const exportFormats = ['json', 'csv', 'sql', 'markdown', 'ics', 'anki'] as const

const dataCommands: Command[] = [
  {
    name: 'login',
    summary: 'Sign in',
    details: [
      'Mails a link to EMAIL. Its page shows a token: paste it here, where it is not shown. It is kept readable by you alone.',
      'Scripts pass the token with --token, or with --token - on standard input.',
    ],
    args: [{ name: 'EMAIL', summary: 'Your address', isOptional: true }],
    options: [
      { name: 'server', short: 's', value: 'URL', summary: 'Address of the server' },
      { name: 'token', value: 'TOKEN', summary: 'Use this token; - reads it from standard input' },
    ],
    examples: [
      ['daymark login you@example.com --server https://daymark.example', 'Signs in with a mailed link.'],
      ['daymark login --token - < token.txt', 'Signs in from a script.'],
    ],
  },
  {
    name: 'logout',
    summary: 'Sign out',
    details: [
      'Removes the token from this device. Your data stays here until --forget, which refuses while something waits to be sent.',
      'The token itself works until it expires or you revoke it at /settings/tokens.',
    ],
    args: [],
    options: [
      { name: 'forget', summary: 'Remove the data from this device, too' },
      { name: 'force', summary: 'With --forget: even what was never sent' },
    ],
    examples: [['daymark logout', 'Signs out.']],
  },
  {
    name: 'export',
    summary: 'Download everything in the account',
    details: ['Downloads an export, named after today in the present folder, or to --output.'],
    args: [{ name: 'FORMAT', summary: exportFormats.join(', '), choices: exportFormats }],
    options: [{ name: 'output', short: 'o', value: 'FILE', summary: 'Where to write it; - for standard output' }],
    examples: [['daymark export markdown --output - | less', 'Reads a report.']],
  },
  {
    name: 'backup now',
    summary: 'Make a backup on the server',
    details: ['Makes a backup of the account now, and waits until it is checked.'],
    args: [],
    options: [],
    examples: [['daymark backup now', 'Makes a backup.']],
  },
  {
    name: 'mcp',
    summary: 'Connect an assistant on this machine',
    details: [
      'Speaks the Model Context Protocol on standard input and output, for an assistant that starts it. It passes each message to the server with the token of this device.',
      'docs/assistants.md says how to connect one.',
    ],
    args: [],
    options: [],
    examples: [['claude mcp add daymark -- daymark mcp', 'Connects Claude Code.']],
  },
]

const shells = ['bash', 'zsh', 'fish'] as const

const shellCommands: Command[] = [
  {
    name: 'completion',
    summary: 'Print completion for your shell',
    details: ['Prints a script that completes commands, options, and names of plans, chunks, projects and goals.'],
    args: [{ name: 'SHELL', summary: shells.join(', '), choices: shells }],
    options: [],
    examples: [
      ['source <(daymark completion bash)', 'For this shell; put it into ~/.bashrc for all.'],
      ['source <(daymark completion zsh)', 'For zsh, in ~/.zshrc.'],
      ['daymark completion fish > ~/.config/fish/completions/daymark.fish', 'For fish.'],
    ],
  },
  {
    name: 'help',
    summary: 'Show help about a command',
    details: ['Shows all commands, or everything about one.'],
    args: [{ name: 'COMMAND', summary: 'One or two words', isOptional: true, isRest: true }],
    options: [],
    examples: [['daymark help sync push', 'Shows what sync push does.']],
  },
  {
    name: '__complete',
    summary: 'Print completions of the last of these words',
    details: [],
    args: [{ name: 'WORDS', summary: 'Words of the command line', isOptional: true, isRest: true }],
    options: [],
    examples: [],
    isHidden: true,
  },
]

const syncCommands: Command[] = [
  {
    name: 'sync',
    summary: 'Send and fetch changes',
    details: [
      'Sends what was done on this device and fetches what changed elsewhere. Nothing is lost: of two edits of one thing the later wins, and the other one waits at /settings/devices/conflicts.',
    ],
    args: [],
    options: [
      {
        name: 'watch',
        short: 'w',
        value: 'INTERVAL',
        summary: 'Go on, and sync after changes elsewhere and each time this passes, as 30m',
      },
      { name: 'verify', summary: 'Compare everything with the server afterwards' },
    ],
    examples: [
      ['daymark sync', 'Syncs once.'],
      ['daymark sync --watch 30m', 'Syncs after changes elsewhere, and every half hour, until Ctrl-C.'],
    ],
  },
  {
    name: 'sync push',
    summary: 'Send what waits, or a whole tracker',
    details: [
      'Sends what waits on this device. With --all it first reads the home of a learning tracker again and queues what is new there: that at PATH, else the one imported last.',
      'It can be interrupted at any time and goes on with the next run. A second run sends nothing.',
    ],
    args: [{ name: 'PATH', summary: 'The tracker’s home, with --all', isOptional: true, isFile: true }],
    options: [{ name: 'all', short: 'a', summary: 'Read the tracker’s home first' }],
    examples: [['daymark sync push --all ~/.learning', 'Sends all of a tracker.']],
  },
  {
    name: 'sync status',
    summary: 'Show what waits and what was refused',
    details: ['Shows the account, the last sync, what waits to be sent, and what the server refused, with the reason.'],
    args: [],
    options: [],
    examples: [['daymark sync status', 'Shows the state of this device.']],
  },
  {
    name: 'import',
    summary: 'Import a plan, cards or a tracker',
    details: [
      'Reads a plan (.md), the cards of a plan (PLAN.cards.md), or the home of a learning tracker: a folder, or its .tar.gz or .zip, with plans/, cards/ and sessions.db, which is only read. Shows what it found, with faults by file and line, and queues all of it once.',
    ],
    args: [{ name: 'PATH', summary: 'A file, or a tracker’s home', isFile: true }],
    options: [{ name: 'dry-run', summary: 'Only show what would be imported' }],
    examples: [
      ['daymark import learn-knots.md', 'Imports a plan.'],
      ['daymark import ~/.learning', 'Imports all of a tracker.'],
    ],
  },
]

/** All commands, in the order of the help. Parsing, help and completion come from this table. */
export const commands: Command[] = [
  ...timeCommands,
  ...learningCommands,
  ...syncCommands,
  ...dataCommands,
  ...shellCommands,
]

export const visible = commands.filter(({ isHidden }) => !isHidden)

/** Finds the command that the first words name, of two words before one. */
export const commandNamed = (words: string[]) => {
  for (const count of [2, 1]) {
    const name = words.slice(0, count).join(' ')
    const command = words.length >= count ? commands.find((one) => one.name === name) : undefined
    if (command) return { command, rest: words.slice(count) }
  }
  return null
}
