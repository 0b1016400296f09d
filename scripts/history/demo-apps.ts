import type { AppRule, UnlockCondition } from '../../functions/apps/app-rules/schema'
import type { UsageEntry } from '../../functions/apps/usage/schema'
import { addDays, dayOf, isoWeekday, wallTime, type Zone } from '../../functions/lib/time/days'
import { demoCatalogue } from './demo-catalogue'
import { type Random, seededRandom } from './random'

const demoDays = 399

/**
 * `often` is the weight against other apps, `minutes` the range of one use, `hours` the time of day, `from` the first day
 * in days from today.
 */
type Habit = { app: string; often: number; minutes: [number, number]; hours?: [number, number]; from?: number }

const evening: [number, number] = [18, 23]

/** The last three are new and in no list, so that the demo has apps to decide about. */
const onPhone: Habit[] = [
  { app: 'org.thoughtcrime.securesms', often: 14, minutes: [1, 6] },
  { app: 'org.mozilla.firefox', often: 12, minutes: [1, 11] },
  { app: 'com.whatsapp', often: 7, minutes: [1, 4] },
  { app: 'com.fsck.k9', often: 6, minutes: [1, 5], hours: [8, 20] },
  { app: 'com.ichi2.anki', often: 5, minutes: [4, 14], hours: [7, 22] },
  { app: 'com.android.dialer', often: 3, minutes: [1, 12], hours: [8, 21] },
  { app: 'de.danoeh.antennapod', often: 3, minutes: [10, 35] },
  { app: 'org.zotero.android', often: 2, minutes: [5, 20], hours: [9, 19] },
  { app: 'org.wikipedia', often: 3, minutes: [2, 8] },
  { app: 'app.organicmaps', often: 2, minutes: [1, 9] },
  { app: 'org.breezyweather', often: 4, minutes: [1, 2], hours: [7, 12] },
  { app: 'org.fossify.calendar', often: 3, minutes: [1, 3] },
  { app: 'org.fossify.gallery', often: 2, minutes: [1, 6] },
  { app: 'org.tasks', often: 3, minutes: [1, 3], hours: [8, 19] },
  { app: 'org.koreader.launcher.fdroid', often: 2, minutes: [10, 40], hours: evening },
  { app: 'com.capyreader.app', often: 2, minutes: [3, 15] },
  { app: 'com.x8bit.bitwarden', often: 2, minutes: [1, 2] },
  { app: 'com.google.android.youtube', often: 3, minutes: [4, 28], hours: evening },
  { app: 'com.chucklefish.stardewvalley', often: 1, minutes: [15, 50], hours: evening },
  { app: 'org.lichess.mobileV2', often: 2, minutes: [5, 15], hours: evening },
  { app: 'com.reddit.frontpage', often: 2, minutes: [2, 12] },
  { app: 'com.instagram.android', often: 1, minutes: [1, 6] },
  { app: 'org.joinmastodon.android', often: 2, minutes: [2, 9] },
  { app: 'de.schildbach.oeffi', often: 1, minutes: [1, 4] },
  { app: 'org.telegram.messenger', often: 5, minutes: [1, 6], from: -9 },
  { app: 'net.osmand.plus', often: 2, minutes: [2, 14], from: -16 },
  { app: 'com.chess', often: 1, minutes: [4, 12], hours: evening, from: -5 },
]

const onLaptop: Habit[] = [
  { app: 'org.mozilla.firefox', often: 10, minutes: [2, 18] },
  { app: 'com.visualstudio.code', often: 6, minutes: [8, 30] },
  { app: 'org.libreoffice.LibreOffice', often: 5, minutes: [6, 28] },
  { app: 'org.zotero.Zotero', often: 4, minutes: [3, 15] },
  { app: 'org.rstudio.RStudio', often: 3, minutes: [8, 30], from: -300 },
  { app: 'net.scribus.Scribus', often: 2, minutes: [10, 30] },
  { app: 'org.inkscape.Inkscape', often: 1, minutes: [6, 20] },
  { app: 'org.gnome.Terminal', often: 4, minutes: [1, 7] },
  { app: 'org.mozilla.Thunderbird', often: 3, minutes: [2, 8] },
  { app: 'org.gnome.Evince', often: 3, minutes: [3, 16] },
  { app: 'org.jitsi.meet', often: 1, minutes: [15, 30], hours: [9, 17] },
]

/** `times` and `sunday` are the number of uses on a usual day and on a Sunday. */
const devices = [
  { name: 'Phone', habits: onPhone, times: [24, 40], sunday: [16, 34], hours: [7, 23] },
  { name: 'Laptop', habits: onLaptop, times: [9, 18], sunday: [0, 4], hours: [9, 19] },
] as const

type Device = (typeof devices)[number]

/** The habits of a day, each repeated by its weight, to draw from. */
const habitsOn = ({ habits }: Device, offset: number) =>
  habits
    .filter(({ from = -demoDays }) => offset >= from)
    .flatMap((habit) => Array.from({ length: habit.often }, () => habit))

type Day = { date: string; offset: number }

const usesOn = ({ date, offset }: Day, device: Device, zone: Zone, random: Random): UsageEntry[] => {
  const [least, most] = isoWeekday(date) === 7 ? device.sunday : device.times
  const drawn = habitsOn(device, offset)
  const midnight = wallTime(date, '00:00', zone)
  return Array.from({ length: random.int(least, most) }).flatMap(() => {
    const habit = drawn[random.int(0, drawn.length - 1)]
    if (!habit) return []
    const [first, last] = habit.hours ?? device.hours
    const started_at = midnight + random.int(first * 3600, last * 3600) * 1000
    const seconds = random.int(habit.minutes[0] * 30, habit.minutes[1] * 60)
    return [{ id: random.id(started_at), package_name: habit.app, started_at, ended_at: started_at + seconds * 1000 }]
  })
}

/** Usage that the demo person's devices reported up to `now` (epoch ms). Equal days give equal usage. */
export const demoUses = (now: number, zone: Zone): { name: string; uses: UsageEntry[] }[] => {
  const today = dayOf(now, zone)
  const days = Array.from({ length: demoDays + 1 }, (_, index): Day => {
    const offset = index - demoDays
    return { offset, date: addDays(today, offset) }
  })
  return devices.map((device, index) => {
    const random = seededRandom(23 + index)
    return {
      name: device.name,
      uses: days
        .flatMap((day) => usesOn(day, device, zone, random))
        .filter(({ ended_at }) => ended_at <= now)
        .sort((a, b) => a.started_at - b.started_at),
    }
  })
}

export const demoDefaults = demoCatalogue.map(([package_name, label, category, status]) => ({
  package_name,
  label,
  category,
  is_whitelisted: status === 'blocked' || status === 'forbidden' ? (0 as const) : (1 as const),
  is_locked: status === 'locked' || status === 'forbidden' ? (1 as const) : (0 as const),
}))

const allow: AppRule = { is_whitelisted: 1, after: null }
const block: AppRule = { is_whitelisted: 0, after: null }
const unlocks = (after: UnlockCondition): AppRule => ({ is_whitelisted: 1, after })

type DemoRule = { package_name: string; rule: AppRule; label?: string }

/** The demo person's own rules. `projects` maps project names to ids. */
export const demoRules = (projects: Map<string, string>): { daysAgo: number; rules: DemoRule[] }[] => [
  {
    daysAgo: 69,
    rules: [
      { package_name: 'com.whatsapp', rule: block },
      { package_name: 'org.fdroid.fdroid', rule: allow },
      { package_name: 'com.duckduckgo.mobile.android', rule: block },
    ],
  },
  {
    daysAgo: 48,
    rules: [
      { package_name: 'org.joinmastodon.android', rule: allow },
      { package_name: 'org.schabi.newpipe', rule: allow },
      { package_name: 'org.fossify.gallery', rule: block },
      { package_name: 'org.fossify.recorder', rule: allow, label: 'Voice Recorder' },
      { package_name: 'com.supercell.clashofclans', rule: block, label: 'Clash of Clans' },
    ],
  },
  {
    daysAgo: 20,
    rules: [
      {
        package_name: 'com.google.android.youtube',
        rule: unlocks({ subject: `project:${projects.get('Thesis')}`, seconds: 7200, period: 'day' }),
      },
      {
        package_name: 'com.chucklefish.stardewvalley',
        rule: unlocks({ subject: `project:${projects.get('Typesetting')}`, seconds: 1800, period: 'week' }),
      },
    ],
  },
]

/** Rules that an admin set for the demo person. */
export const demoAdminRules: DemoRule[] = [
  { package_name: 'com.instagram.android', rule: block },
  { package_name: 'org.lichess.mobileV2', rule: allow },
]
