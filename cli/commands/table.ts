import { lineWords } from '../../functions/line/words'
import type { CliOption, Command } from './command'

/** Options of every command. */
export const commonOptions: CliOption[] = [
  { name: 'json', summary: 'Print JSON for programs' },
  { name: 'help', short: 'h', summary: 'Show help' },
]

const lineArgument = { name: 'LINE', summary: 'The title, with @project, !goal and %plan/chunk', isRest: true } as const

const marks =
  '@project, !goal and %plan/chunk file the time. The start of a name is enough if it is unique. Put a name with spaces in double quotes, as in @"Petrel Press". Put the line in single quotes, as shells read ! and # themselves.'

/** Lists the words whose explanation starts with `does`, such as `25m logs the last 25 minutes.` */
const wordsThat = (does: string) =>
  lineWords.flatMap(({ words }) =>
    words.flatMap(([typed, means]) => (means.startsWith(does) ? `${typed} ${means}.` : [])),
  )

const timeCommands: Command[] = [
  {
    name: 'start',
    summary: 'Start the timer',
    details: [
      'Starts the timer, and stops one that is running. It works offline; the next sync sends it.',
      marks,
      ...wordsThat('starts'),
    ],
    args: [{ ...lineArgument, isOptional: true, names: 'line' }],
    options: [{ name: 'for', value: 'LENGTH', summary: 'Plan its end, as 25m; needs the network' }],
    examples: [
      ['daymark start thesis --for 25m', 'Starts a focus of 25 minutes.'],
      ["daymark start 'chapter 2 @Thesis !Methods'", 'Starts the timer on the project Thesis.'],
      ["daymark start 'standup since 9:30'", 'Starts it as if at 9:30.'],
      ['daymark start %learn-knots/splices', 'Starts it on a chunk of a plan.'],
    ],
  },
  {
    name: 'stop',
    summary: 'Stop the timer',
    details: [
      'Stops the running timer, wherever it was started.',
      'If the timer was left running for more than 24 hours, add --at with the time it ended.',
    ],
    args: [],
    options: [
      { name: 'note', short: 'n', value: 'TEXT', summary: 'Add a note to the session' },
      { name: 'at', value: 'TIME', summary: 'End it earlier, as 17:30 or 2026-11-20T17:30' },
    ],
    examples: [['daymark stop --note "draft is ready"', 'Stops the timer and keeps the note.']],
  },
  {
    name: 'status',
    summary: 'Show the running timer and today',
    details: ['Shows the running timer, the time tracked today, cards that are due, and what waits to be sent.'],
    args: [],
    options: [],
    examples: [['daymark status --json', 'Prints the same for a status bar.']],
  },
  {
    name: 'log',
    summary: 'Log a session that ended',
    details: ['Adds a session with its time.', ...wordsThat('logs'), marks],
    args: [{ ...lineArgument, names: 'line' }],
    options: [],
    examples: [
      ["daymark log '9-10:30 writing @Thesis'", 'Logs an hour and a half of today.'],
      ["daymark log 'yesterday 25m call'", 'Logs a call behind the last session of yesterday.'],
    ],
  },
  {
    name: 'stats',
    summary: 'Show how much you tracked',
    details: [
      'Shows total, streak and days of the last 30 days, and what the time was for. Offline it counts the sessions on this device.',
    ],
    args: [],
    options: [{ name: 'range', short: 'r', value: 'DAYS', summary: 'Days up to today, 1 to 366 (30)' }],
    examples: [['daymark stats --range 7', 'Shows the last week.']],
  },
]

const plan = { name: 'PLAN', summary: 'Id of a plan, or the beginning of its title', names: 'plan' } as const

const learningCommands: Command[] = [
  {
    name: 'plans',
    summary: 'List your plans',
    details: ['Lists plans with their progress and tracked time. Archived ones are left out.'],
    args: [],
    options: [{ name: 'all', short: 'a', summary: 'List archived plans, too' }],
    examples: [['daymark plans', 'Lists your plans.']],
  },
  {
    name: 'plan show',
    summary: 'Show a plan and its chunks',
    details: ['Shows the chunks of a plan with their status, planned and tracked time.'],
    args: [plan],
    options: [{ name: 'markdown', short: 'm', summary: 'Print its markdown as it is' }],
    examples: [['daymark plan show learn-knots', 'Shows the plan with the id learn-knots.']],
  },
  {
    name: 'plan edit',
    summary: 'Edit a plan in your editor',
    details: [
      'Opens the markdown of a plan in $VISUAL or $EDITOR. A text that is no longer a plan isn’t saved: you see its errors by line, and it stays in a file.',
    ],
    args: [plan],
    options: [],
    examples: [['EDITOR=nano daymark plan edit learn-knots', 'Edits the plan in nano.']],
  },
  {
    name: 'chunk done',
    summary: 'Complete a chunk of a plan',
    details: ['Sets the status of a chunk to completed. After the last one it asks whether to complete the plan, too.'],
    args: [{ name: 'PLAN/CHUNK', summary: 'A plan and its chunk, by ids or beginnings of titles', names: 'chunk' }],
    options: [{ name: 'plan', summary: 'Complete the plan, too, after its last chunk' }],
    examples: [['daymark chunk done learn-knots/bowline', 'Completes one chunk.']],
  },
  {
    name: 'review',
    summary: 'Review cards that are due',
    details: [
      'Shows a question; space or Enter shows the answer; 1 to 4 rate it: again, hard, good, easy. q stops. Each rating is kept at once.',
      'With --json it lists the cards that are due. Without a terminal it reads one key a line.',
    ],
    args: [{ ...plan, isOptional: true }],
    options: [{ name: 'limit', short: 'l', value: 'COUNT', summary: 'Stop after this many cards' }],
    examples: [
      ['daymark review', 'Reviews all cards that are due today.'],
      ['daymark review learn-knots --limit 10', 'Reviews ten cards of one plan.'],
    ],
  },
]

const exportFormats = ['json', 'csv', 'sql', 'markdown', 'ics', 'anki'] as const

const dataCommands: Command[] = [
  {
    name: 'login',
    summary: 'Sign in',
    details: [
      'Emails a link to EMAIL. Its page shows a token: paste it here (it stays hidden). Only you can read the file it is stored in.',
      'Scripts pass the token with --token, or with --token - on standard input.',
    ],
    args: [{ name: 'EMAIL', summary: 'Your address', isOptional: true }],
    options: [
      { name: 'server', short: 's', value: 'URL', summary: 'Address of the server' },
      { name: 'token', value: 'TOKEN', summary: 'Use this token; - reads it from standard input' },
    ],
    examples: [
      ['daymark login you@example.com --server https://daymark.example', 'Signs in with an emailed link.'],
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
    details: ['Downloads an export to a file named after today in the current folder, or to --output.'],
    args: [{ name: 'FORMAT', summary: exportFormats.join(', '), choices: exportFormats }],
    options: [{ name: 'output', short: 'o', value: 'FILE', summary: 'Where to write it; - for standard output' }],
    examples: [['daymark export markdown --output - | less', 'Reads a report.']],
  },
  {
    name: 'verify',
    summary: 'Check a report that was downloaded',
    details: [
      'Checks that a report from a sealed address matches its digest, and asks the server whether and when it was sealed: the one of --server, else that of your account.',
    ],
    args: [{ name: 'FILE', summary: 'The downloaded report.json', isFile: true }],
    options: [{ name: 'server', value: 'URL', summary: 'Address of the server where it was sealed' }],
    examples: [
      [
        'daymark verify report.json --server https://daymark.example',
        'Tells whether it is unchanged since it was sealed.',
      ],
    ],
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
      'Sends what was done on this device and fetches what changed elsewhere. Nothing is lost: if two edits conflict, the later one wins, and the other waits at /settings/devices/conflicts.',
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
      'Sends what waits on this device. With --all it first reads the home of a learning tracker again (PATH, else the last one imported) and queues what is new.',
      'You can interrupt it at any time; the next run continues. A second run sends nothing.',
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
    name: 'watch',
    summary: 'Report which apps you used',
    details: [
      'Reads from ActivityWatch on this computer which apps you had in front, and reports their names and times each minute until Ctrl-C. Titles and addresses stay here. The first run sends the last 7 days; nothing is sent twice.',
      'When a limit of the app in front is used up, it says so once, with notify-send where there is one, and runs COMMAND with DAYMARK_APP and DAYMARK_MESSAGE. It blocks nothing by itself.',
    ],
    args: [],
    options: [
      { name: 'activitywatch', summary: 'Read ActivityWatch' },
      { name: 'once', summary: 'Send what is new, and end' },
      { name: 'host', value: 'NAME', summary: 'Read another computer’s windows, or those of phones: unknown' },
      { name: 'url', value: 'URL', summary: 'Address of ActivityWatch (http://localhost:5600)' },
      { name: 'on-limit', value: 'COMMAND', summary: 'Run it when a limit is used up' },
    ],
    examples: [
      ['daymark watch --activitywatch', 'Reports app use until Ctrl-C.'],
      ['daymark watch --activitywatch --once', 'Reports it once, for a timer of the system.'],
      [`daymark watch --activitywatch --on-limit 'pkill "$DAYMARK_APP"'`, 'Closes an app whose limit is used up.'],
    ],
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

export const visibleCommands = commands.filter(({ isHidden }) => !isHidden)

/** Finds the command named by the first two words, else by the first word. */
export const commandNamed = (words: string[]) => {
  for (const count of [2, 1]) {
    const name = words.slice(0, count).join(' ')
    const command = words.length >= count ? commands.find((one) => one.name === name) : undefined
    if (command) return { command, rest: words.slice(count) }
  }
  return null
}
