import type { Command } from './command'

export const syncCommands: Command[] = [
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
