import assert from 'node:assert/strict'
import { it } from 'node:test'
import generator from '../dist/generator.js'

function draw(seed, options = { rings: 4 }) {
  const person = { id: '1', kind: 'person', status: 'enabled' }
  return new TextDecoder().decode(generator.generate({ person, seed, size: 256, options }).bytes)
}

it('draws as many rings as it is told', () => {
  assert.equal(draw('ada@example.com', { rings: 3 }).match(/<circle /g).length, 3)
})

it('draws everybody something of their own', () => {
  assert.notEqual(draw('ada@example.com'), draw('grace@example.com'))
})
