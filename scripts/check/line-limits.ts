/**
 * Product lines that each feature may have, layers and programs likewise. The commit that raises a number by more than 50
 * says the reason, so that growth is a choice.
 */
const lineLimits: Record<string, number> = {
  'account/account': 400,
  'account/auth': 4050,
  'account/mail': 300,
  'account/profile': 100,
  'account/reminders': 2200,
  'account/settings': 2400,
  'apps/admin': 4700,
  'apps/app-rules': 1500,
  'apps/limits': 940,
  'apps/usage': 450,
  'apps/whitelists': 3700,
  changes: 1400,
  cli: 6350,
  client: 8710,
  data: 250,
  'data/archive': 500,
  'data/backups': 1150,
  'data/capture': 850,
  'data/changes': 300,
  'data/deleted': 200,
  'data/export': 2200,
  'data/feeds': 750,
  'data/jobs': 250,
  'data/merges': 850,
  'data/offline': 50,
  'data/palette': 1300,
  'data/restore': 1800,
  'data/search': 750,
  'data/timed': 150,
  'figures/dashboard': 1350,
  'figures/day': 1250,
  'figures/day-plan': 1150,
  'figures/lanes': 1250,
  'figures/live': 200,
  'figures/project-pages': 350,
  'figures/stats': 5600,
  'figures/week': 2550,
  'filing/projects': 1000,
  'filing/rates': 750,
  'filing/tags': 900,
  'filing/views': 250,
  frame: 1950,
  'goals/goals': 8800,
  imports: 450,
  'learning/cards': 3750,
  'learning/learnings': 650,
  'learning/plan-pages': 3180,
  'learning/plans': 3950,
  'learning/review': 1150,
  'learning/shares': 1600,
  'learning/skills': 1950,
  ledger: 3280,
  lib: 10650,
  line: 1500,
  'people/feedback': 500,
  'people/meetings': 6700,
  'people/organization-pages': 250,
  'people/organizations': 150,
  'people/people': 150,
  'people/person-pages': 200,
  'programs/api': 1000,
  'programs/dev': 50,
  'programs/extension': 700,
  'programs/health': 60,
  'programs/mcp': 600,
  'programs/sync': 4150,
  'programs/tracker': 1050,
  'reviews/energy': 800,
  'reviews/evidence': 1250,
  'reviews/period-reviews': 2800,
  'reviews/report': 3550,
  start: 300,
  'tasks/tasks': 3450,
  'time/days-off': 500,
  'time/entry': 2000,
  'time/sessions': 10700,
  'time/task-time': 100,
  'time/time-log': 250,
  'time/timer': 4950,
  ui: 5100,
}

/** Layers below all features, and the programs beside the application, count as one each. */
const isWhole = /^(functions|views)\/(lib|ui|frame|ledger|line|changes|imports)\/|^(client|cli|workers)\//

/** Name of the part of the code that a file belongs to: `goals/goals`, `lib`, `client`. */
const partOf = (path: string) => {
  const [first = '', second = '', third = ''] = path.split('/')
  if (isWhole.test(path)) return /^(functions|views)$/.test(first) ? second : first
  if (third === '') return 'start'
  return third.includes('.') ? second : `${second}/${third}`
}

/** Parts with more lines than they may have, or without a limit. */
export const linesOverLimits = (files: ReadonlyMap<string, string>): string[] => {
  const lines = new Map<string, number>()
  for (const [path, text] of files) {
    if (path.startsWith('scripts/') || /\/(testing|test)\//.test(path)) continue
    lines.set(partOf(path), (lines.get(partOf(path)) ?? 0) + text.split('\n').length - 1)
  }
  return [...lines].flatMap(([part, count]) => {
    const most = lineLimits[part]
    if (most === undefined) return [`${part} has ${count} lines and no limit in scripts/check/line-limits.ts`]
    return count > most ? [`${part} has ${count} lines, at most ${most} may be: see scripts/check/line-limits.ts`] : []
  })
}
