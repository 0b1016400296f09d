import { account } from './account/account/feature'
import { auth } from './account/auth/feature'
import { reminders } from './account/reminders/feature'
import { settings } from './account/settings/feature'
import { admin } from './apps/admin/feature'
import { limits } from './apps/limits/feature'
import { usage } from './apps/usage/feature'
import { whitelists } from './apps/whitelists/feature'
import { backups } from './data/backups/feature'
import { capture } from './data/capture/feature'
import { changes } from './data/changes/feature'
import { deleted } from './data/deleted/feature'
import { exports } from './data/export/feature'
import { feeds } from './data/feeds/feature'
import { jobs } from './data/jobs/feature'
import { offline } from './data/offline/feature'
import { palette } from './data/palette/feature'
import { restore } from './data/restore/feature'
import { search } from './data/search/feature'
import { dashboard } from './figures/dashboard/feature'
import { day } from './figures/day/feature'
import { dayPlan } from './figures/day-plan/feature'
import { live } from './figures/live/feature'
import { stats } from './figures/stats/feature'
import { week } from './figures/week/feature'
import { projects } from './filing/projects/feature'
import { rates } from './filing/rates/feature'
import { tags } from './filing/tags/feature'
import { views } from './filing/views/feature'
import { context } from './frame/context/feature'
import { goals } from './goals/goals/feature'
import { cards } from './learning/cards/feature'
import { learnings } from './learning/learnings/feature'
import { plans } from './learning/plans/feature'
import { review } from './learning/review/feature'
import { shares } from './learning/shares/feature'
import { skills } from './learning/skills/feature'
import { addFeatures, type Feature } from './lib/feature'
import { feedback } from './people/feedback/feature'
import { meetings } from './people/meetings/feature'
import { organizations } from './people/organizations/feature'
import { people } from './people/people/feature'
import { api } from './programs/api/feature'
import { dev } from './programs/dev/feature'
import { extension } from './programs/extension/feature'
import { mcp } from './programs/mcp/feature'
import { sync } from './programs/sync/feature'
import { energy } from './reviews/energy/feature'
import { evidence } from './reviews/evidence/feature'
import { reviews } from './reviews/period-reviews/feature'
import { report } from './reviews/report/feature'
import { tasks } from './tasks/tasks/feature'
import { daysOff } from './time/days-off/feature'
import { sessions } from './time/sessions/feature'
import { timer } from './time/timer/feature'

/**
 * Features of each area. Entry points import this file first, because other modules use the features while they load.
 */
const areas: Record<string, Feature[]> = {
  time: [daysOff, sessions, timer],
  goals: [goals],
  figures: [dashboard, day, dayPlan, live, stats, week],
  tasks: [tasks],
  people: [feedback, meetings, organizations, people],
  learning: [cards, learnings, plans, review, shares, skills],
  reviews: [energy, evidence, report, reviews],
  apps: [admin, limits, usage, whitelists],
  filing: [projects, rates, tags, views],
  data: [backups, capture, changes, deleted, exports, feeds, jobs, offline, palette, restore, search],
  account: [account, auth, reminders, settings],
  programs: [api, dev, extension, mcp, sync],
  frame: [context],
}

addFeatures(Object.values(areas).flat())
