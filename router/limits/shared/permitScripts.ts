/**
 * Takes permits of one subject: KEYS its counts, ARGV how many are wished for, how many are needed, the limits per minute and
 * per hour. Gives how many it took, the second they count for, and, where those are fewer than needed, the window that is
 * full (1 minute, 2 hour) and the milliseconds until the rest is free.
 *
 * Counts lie in one hash, by second (`s`) and by minute (`m`) of Redis' own clock, so that the clocks of routers do not
 * matter. Both windows look back over their whole length and the part that runs. One caller gets no more than an eighth
 * of what is left, unless it needs more, so that other routers find some too.
 */
export const takePermits = `
local clock = redis.call('TIME')
local second = tonumber(clock[1])
local minute = math.floor(second / 60)
local wished, needed = tonumber(ARGV[1]), tonumber(ARGV[2])
local inMinute, inHour, seconds, minutes, old = 0, 0, {}, {}, {}
local fields = redis.call('HGETALL', KEYS[1])
for i = 1, #fields, 2 do
  local kind, part, count = string.sub(fields[i], 1, 1), tonumber(string.sub(fields[i], 2)), tonumber(fields[i + 1])
  if kind == 's' and part >= second - 60 then
    inMinute = inMinute + count
    seconds[part] = count
  elseif kind == 'm' and part >= minute - 60 then
    inHour = inHour + count
    minutes[part] = count
  else
    old[#old + 1] = fields[i]
  end
end
if #old > 0 then redis.call('HDEL', KEYS[1], unpack(old)) end
local leftOfMinute, leftOfHour = tonumber(ARGV[3]) - inMinute, tonumber(ARGV[4]) - inHour
local left = math.max(0, math.min(leftOfMinute, leftOfHour))
local taken = math.min(left, math.max(needed, math.min(wished, math.floor(left / 8))))
if taken > 0 then
  redis.call('HINCRBY', KEYS[1], 's' .. second, taken)
  redis.call('HINCRBY', KEYS[1], 'm' .. minute, taken)
  redis.call('EXPIRE', KEYS[1], 3720)
end
if taken >= needed then return { taken, second, 0, 0 } end
local isHour = leftOfHour <= leftOfMinute
local missing = needed - (isHour and leftOfHour or leftOfMinute)
local counts, now, width = isHour and minutes or seconds, isHour and minute or second, isHour and 60 or 1
local wait = 60 * width
for part = now - 60, now do
  missing = missing - (counts[part] or 0)
  if missing <= 0 then
    wait = (part + 61) * width - second - tonumber(clock[2]) / 1000000
    break
  end
end
return { taken, second, isHour and 2 or 1, math.ceil(wait * 1000) }
`;

/** Gives permits back: KEYS the counts of the subject, ARGV how many, and the second they count for. */
export const returnPermits = `
local names = { 's' .. ARGV[2], 'm' .. math.floor(tonumber(ARGV[2]) / 60) }
for _, name in ipairs(names) do
  local count = tonumber(redis.call('HGET', KEYS[1], name) or '0')
  local back = math.min(count, tonumber(ARGV[1]))
  if back > 0 then redis.call('HINCRBY', KEYS[1], name, -back) end
end
return 0
`;
