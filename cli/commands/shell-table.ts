import type { Command } from './command'

const shells = ['bash', 'zsh', 'fish'] as const

export const shellCommands: Command[] = [
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
