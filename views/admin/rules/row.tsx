import type { PersonApp } from '../../../functions/admin/rules/list'
import { type RuleAct, ruleWords } from '../../../functions/admin/rules/words'
import { savedAt } from '../../../functions/lib/conflict'
import { adminRulePath, personAppsPath } from '../../links'
import { Badge } from '../../ui/badge'
import { Button, LinkButton } from '../../ui/button'
import type { Reader } from '../../ui/moment'
import { RowActions, RowMeta } from '../../ui/rows'
import { AppName } from '../../whitelists/app-name'
import { allowedWord } from '../../whitelists/list/row'

export type RowProps = Reader & { personId: string; app: PersonApp }

const inPlace = { 'hx-target': 'closest li', 'hx-swap': 'outerHTML' }

const looks = { allowed: { tone: 'good', icon: 'check' }, blocked: { tone: 'bad', icon: 'close' } } as const

const Effect = ({ app: { effective, admin, own, source } }: { app: PersonApp }) =>
  effective === 'earned' ? (
    <Badge icon="clock">{ruleWords(source === 'admin' ? (admin?.rule ?? null) : own)}</Badge>
  ) : (
    <Badge {...looks[effective]}>{allowedWord(effective === 'allowed')}</Badge>
  )

const SetBy = ({ admin, user, now }: Reader & { admin: NonNullable<PersonApp['admin']> }) => (
  <>
    set by {admin.admin_name === null ? 'an admin' : <bdi>{admin.admin_name}</bdi>},{' '}
    <time datetime={new Date(admin.updated_at).toISOString()}>{savedAt(admin.updated_at, user.preferences, now)}</time>
  </>
)

const Why = ({ app, ...reader }: Reader & { app: PersonApp }) => {
  const { source, admin, own } = app
  const isLocked = source === 'locked'
  return (
    <RowMeta
      parts={[
        isLocked && 'locked for everyone',
        admin && <SetBy admin={admin} {...reader} />,
        admin && isLocked && `${ruleWords(admin.rule)} (no effect while locked)`,
        own && source === 'user' && 'own rule',
        own && source !== 'user' && `own rule: ${ruleWords(own)} (overridden)`,
        source === 'default' && 'default',
      ]}
    />
  )
}

const actNames: Record<RuleAct, string> = {
  allow: 'Allow',
  block: 'Block',
  after: 'Unlock with time',
  remove: 'Remove',
}

/** Leaves out the action that the present rule already has. */
const actsFor = ({ admin }: PersonApp): ('allow' | 'block' | 'remove')[] => {
  if (!admin) return ['allow', 'block']
  if (admin.rule.after) return ['allow', 'block', 'remove']
  return [admin.rule.is_whitelisted === 1 ? 'block' : 'allow', 'remove']
}

const Acts = ({ personId, app }: Pick<RowProps, 'personId' | 'app'>) => {
  const action = personAppsPath(personId)
  const name = app.label ?? app.package_name
  const edit = adminRulePath(personId, app.package_name)
  return (
    <form method="post" action={action} hx-post={action} {...inPlace} class="rule-acts">
      <input type="hidden" name="package_name" value={app.package_name} />
      <input type="hidden" name="seq" value={app.admin?.seq ?? ''} />
      {actsFor(app).map((act) => (
        <Button
          small
          name="set"
          value={act}
          aria-label={act === 'remove' ? `Remove the rule for ${name}` : `${actNames[act]} ${name}`}
        >
          {actNames[act]}
        </Button>
      ))}
      <LinkButton small variant="quiet" href={edit} hx-get={edit} {...inPlace} aria-label={`Unlock with time: ${name}`}>
        Unlock with time
      </LinkButton>
    </form>
  )
}

export const PersonAppRow = ({ personId, app, ...reader }: RowProps) => (
  <li class="ruled">
    <div>
      <p>
        <AppName package_name={app.package_name} label={app.label} />
      </p>
      <Why app={app} {...reader} />
    </div>
    <p class="holds">
      <Effect app={app} />
    </p>
    <RowActions>
      <Acts personId={personId} app={app} />
    </RowActions>
  </li>
)
