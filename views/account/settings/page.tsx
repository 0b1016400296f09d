import type { Child } from 'hono/jsx'
import { settingsGroups } from '../../../functions/frame/shell/settings'
import type { User } from '../../../functions/lib/env'
import { duration, plural, zoneName } from '../../../functions/lib/text/format'
import { isUsed, uses, useTexts } from '../../../functions/lib/uses'
import { PostButton } from '../../ui/button'
import { LinkRow, RowList, Section } from '../../ui/section'
import { themes } from './form'
import { InstallLine } from './install'

type Props = {
  user: User
  /** Current values provided by features, by the path of their settings page. */
  more: (readonly [page: string, value: Child])[]
}

/** Current values of all settings, by the path of their page. */
const presentValues = ({ user, more }: Props) => {
  const { username, email, preferences } = user
  const { time_zone, daily_target_minutes, ask_after_minutes, new_cards_a_day } = preferences
  const { focus_minutes, short_break_minutes } = preferences
  const used = uses.filter((use) => isUsed(user, use)).map((use) => useTexts[use].label)
  const own: Record<string, Child[]> = {
    '/settings/uses': [used.length > 0 ? used.join(', ').toLowerCase() : 'Today and goals'],
    '/settings/days': [zoneName(time_zone), `target ${duration(daily_target_minutes * 60)}`],
    '/settings/focus': isUsed(user, 'time')
      ? [`${duration(focus_minutes * 60)}, then ${duration(short_break_minutes * 60)} of break`]
      : [],
    '/settings/limits': [
      isUsed(user, 'time') && `asks after ${duration(ask_after_minutes * 60)}`,
      isUsed(user, 'learning') && `${plural(new_cards_a_day, 'card')} a day`,
      isUsed(user, 'apps') && `new apps ${preferences.unlisted_apps === 'allow' ? 'allowed' : 'blocked'}`,
    ],
    '/settings/appearance': [`${themes[preferences.theme].toLowerCase()} theme`, `${preferences.clock}-hour clock`],
    '/settings/keyboard': [preferences.shortcuts ? 'shortcuts on' : 'shortcuts off'],
    '/settings/sign-in': [<bdi>{username}</bdi>, email],
  }
  for (const [page, value] of more) own[page] = [...(own[page] ?? []), value].flat()
  return own
}

/** `/settings`: links to all pages of settings. */
export const SettingsPage = (props: Props) => {
  const values = presentValues(props)
  return (
    <>
      <InstallLine />
      {settingsGroups.map(({ id, title, pages }) => (
        <Section id={id} title={title}>
          <RowList
            rows={pages}
            item={({ href, name, does, tabs = [] }) => {
              const set = [href, ...tabs.map((tab) => tab.href)].flatMap((page) => values[page] ?? []).filter(Boolean)
              return (
                <LinkRow href={href} parts={set.length > 0 ? set : [does]}>
                  {name}
                </LinkRow>
              )
            }}
          />
        </Section>
      ))}
      <div class="actions mt-4" id="sign-out">
        <PostButton action="/auth/sign-out" icon="sign-out" label="Sign out of this browser" />
      </div>
    </>
  )
}
