import type { Person } from '@avatarctl/sdk'

/** Made-up people of many cultures and scripts, to see what a generator makes of their names. */
const names: readonly [name: string, local: string][] = [
  ['Ada Lovelace', 'ada.lovelace'],
  ['王小明', 'wang.xiaoming'],
  ['محمد عبد الله', 'mohammed.abdallah'],
  ['Łukasz Żak', 'lukasz.zak'],
  ['प्रिया शर्मा', 'priya.sharma'],
  ['Ngozi Okafor', 'ngozi.okafor'],
  ['José García López', 'jose.garcia'],
  ['김민수', 'minsu.kim'],
  ['Олена Шевченко', 'olena.shevchenko'],
  ['山田 太郎', 'taro.yamada'],
  ['Nguyễn Văn An', 'an.nguyen'],
  ['דנה כהן', 'dana.cohen'],
]

/** Their addresses lead to nobody (RFC 2606). Where there are choices to be seen, one person is enough. */
export function samplePeople(choices: number): { people: Person[]; more: false } {
  const people = names.slice(0, choices > 0 ? 1 : names.length).map(([name, local]): Person => ({
    ...{ id: local, name, email: `${local}@example.com` },
    ...{ kind: 'person', status: 'enabled', photo: { state: 'missing' } },
  }))
  return { people, more: false }
}
