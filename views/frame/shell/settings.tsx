import type { PropsWithChildren } from 'hono/jsx'
import { settingsGroups } from '../../../functions/frame/shell/settings'
import { BackLink } from '../../ui/section'
import { useHref } from '../../ui/uses'

/** A page of the settings, with the way back and, on a wide screen, the others beside it. */
export const SettingsFrame = ({ path, children }: PropsWithChildren<{ path: string }>) => (
  <div class="settings">
    <BackLink href="/settings" name="Settings" />
    <div>{children}</div>
    <nav aria-label="Settings">
      {settingsGroups.map(({ title, pages }) => (
        <>
          <p>{title}</p>
          <ul>
            {pages.map(
              ({ href, name }) =>
                useHref(href) && (
                  <li>
                    <a class="go" href={href} aria-current={currentOf(path, href)}>
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

const currentOf = (path: string, href: string) => {
  if (path === href) return 'page'
  return path.startsWith(`${href}/`) ? 'true' : undefined
}
