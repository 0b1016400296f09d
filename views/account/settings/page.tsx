import { settingsGroups } from '../../../functions/frame/shell/settings'
import type { User } from '../../../functions/lib/env'
import { duration, plural, zoneName } from '../../../functions/lib/format'
import { isUsed, uses, useTexts } from '../../../functions/lib/uses'
import { conflictsText } from '../../../functions/programs/sync/devices/queries'
import type { Stretch } from '../../../functions/time/days-off/schema'
import { datesOf } from '../../time/days-off/page'
import { Badge, PostButton } from '../../ui/button'
import { RowList, RowMeta, RowTitle, Section } from '../../ui/section'
import { themes } from './form'

type Props = {
  user: User
  /** The next one, or the last. */
  dayOff: Stretch | undefined
  /** Open conflicts of devices that sync. */
  openConflicts: number
  today: string
}

/** Present values, by the page that changes them. */
const presentValues = ({ user, dayOff, openConflicts, today }: Props) => {
  const { username, email, preferences } = user
  const { time_zone, daily_target_minutes, ask_after_minutes, new_cards_a_day } = preferences
  const used = uses.filter((use) => isUsed(user, use)).map((use) => useTexts[use].label)
  return {
    '/settings/uses': [used.length > 0 ? used.join(', ').toLowerCase() : 'Today and goals'],
    '/settings/days': [zoneName(time_zone), `target ${duration(daily_target_minutes * 60)}`],
    ...(dayOff &&
      dayOff.to >= today && {
        '/settings/days-off': [datesOf(dayOff, today), dayOff.label && <bdi>{dayOff.label}</bdi>],
      }),
    '/settings/limits': [
      isUsed(user, 'time') && `asks after ${duration(ask_after_minutes * 60)}`,
      isUsed(user, 'learning') && `${plural(new_cards_a_day, 'card')} a day`,
      isUsed(user, 'apps') && `new apps ${preferences.unlisted_apps === 'allow' ? 'allowed' : 'blocked'}`,
    ],
    '/settings/appearance': [`${themes[preferences.theme].toLowerCase()} theme`, `${preferences.clock}-hour clock`],
    '/settings/keyboard': [preferences.shortcuts ? 'shortcuts on' : 'shortcuts off'],
    '/settings/sign-in': [
      <bdi>{username}</bdi>,
      email,
      openConflicts > 0 && (
        <Badge tone="warning" icon="alert">
          {conflictsText(openConflicts)}
        </Badge>
      ),
    ],
  }
}

/** `/settings` leads to the page of each of them. */
export const SettingsPage = (props: Props) => {
  const values = new Map(Object.entries(presentValues(props)))
  return (
    <>
      {settingsGroups.map(({ id, title, pages }) => (
        <Section id={id} title={title}>
          <RowList
            rows={pages}
            item={({ href, name, does }) => (
              <li class="setting">
                <RowTitle href={href}>{name}</RowTitle>
                <RowMeta parts={values.get(href) ?? [does]} />
              </li>
            )}
          />
        </Section>
      ))}
      <div class="actions mt-4" id="sign-out">
        <PostButton action="/auth/sign-out" icon="sign-out" label="Sign out of this browser" />
      </div>
    </>
  )
}
