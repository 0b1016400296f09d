import type { Command } from './command'
import { exportFormats } from './formats'

export const dataCommands: Command[] = [
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
