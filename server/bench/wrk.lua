-- Asks for the paths of a file in turn, each thread as a user of its own, and prints the times as
-- one line of JSON: wrk … -- PATHS COOKIES [BODY]. With a body it posts a form and reads JSON.

local started = 0

function setup(thread)
  thread:set("number", started)
  started = started + 1
end

local function lines_of(name)
  local lines = {}
  for line in io.lines(name) do
    lines[#lines + 1] = line
  end
  return lines
end

function init(args)
  local paths, cookies, body = lines_of(args[1]), lines_of(args[2]), args[3] or ""
  local headers = { ["Accept"] = "text/html", ["Accept-Language"] = "hu", ["Accept-Encoding"] = "br" }
  if #cookies > 0 then
    headers["Cookie"] = cookies[number % #cookies + 1]
  end
  local method, payload = "GET", nil
  if body ~= "" then
    method, payload = "POST", body
    headers["Accept"] = "application/json"
    -- Rows are compared, not compression: the handler written by hand has none.
    headers["Accept-Encoding"] = "identity"
    headers["Content-Type"] = "application/x-www-form-urlencoded"
  end
  requests = {}
  for at, path in ipairs(paths) do
    requests[at] = wrk.format(method, path, headers, payload)
  end
  -- Users do not ask for the same at the same time.
  turn = number * 37
end

function request()
  turn = turn + 1
  return requests[turn % #requests + 1]
end

function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format(
    '{"requests":%d,"per_second":%.1f,"p50_ms":%.2f,"p95_ms":%.2f,"p99_ms":%.2f,"failed":%d}\n',
    summary.requests, summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1e3, latency:percentile(95) / 1e3, latency:percentile(99) / 1e3, failed
  ))
end
