import type { PropsWithChildren } from 'hono/jsx'
import { settingsGroups, settingsTabs } from '../../../functions/frame/shell/settings'
import { BackLink, Tabs } from '../../ui/section'
import { useHref } from '../../ui/uses'

/** A page of the settings with a link back; on a wide screen the menu of settings is next to it. */
export const SettingsFrame = ({ path, children }: PropsWithChildren<{ path: string }>) => (
  <div class="gap-x-8 xl:grid xl:grid-cols-[11rem_minmax(0,1fr)] xl:grid-rows-[auto_1fr]">
    <BackLink href="/settings" name="Settings" class="xl:col-start-1 xl:row-start-1 print:hidden" />
    <div id="setting" class="xl:col-start-2 xl:row-span-2 xl:row-start-1">
      <SettingsTabs path={path} />
      {children}
    </div>
    <nav
      class="sticky top-0 col-start-1 row-start-2 max-h-screen self-start overflow-y-auto max-xl:hidden print:hidden"
      aria-label="Settings"
    >
      {settingsGroups.map(({ title, pages }) => (
        <>
          <p class="mt-3 px-2 text-grey text-small">{title}</p>
          <ul>
            {pages.map(
              ({ href, name, tabs = [] }) =>
                useHref(href) && (
                  <li>
                    <a class="go min-h-7 text-small" href={href} aria-current={currentOf(path, href, tabs)}>
                      {name}
                    </a>
                  </li>
                ),
            )}
          </ul>
        </>
      ))}
    </nav>
  </div>
)

/** Tabs of the pages that are one in the index. */
const SettingsTabs = ({ path }: { path: string }) => {
  const tabs = settingsTabs(path)
  return tabs.length > 0 ? <Tabs label="Pages of this setting" tabs={tabs} current={path} class="mb-4" /> : null
}

const currentOf = (path: string, href: string, tabs: { href: string }[]) => {
  if (path === href) return 'page'
  return [href, ...tabs.map((tab) => tab.href)].some((one) => path === one || path.startsWith(`${one}/`))
    ? 'true'
    : undefined
}
