# Writes the canonical report (CTRF, details in `extra`) of minitest and of test-unit to the file in AUTOFIX_REPORT.
# Loaded with `ruby -r` into every Ruby of a run; it does nothing where no test framework is loaded.
# It runs inside the project's test process, so it needs nothing but the standard library.

module AutofixReport
  TEXT_CAP = 20_000
  VALUE_CAP = 4_000
  STARTED = Time.now
  ENTRIES = []
  # Of both frameworks: a hash behind the message, or `Expected: a` and `  Actual: b` in it; test-unit: `<a> expected but was`.
  PAIR = /^Expected: (.*)\n\s*Actual: (.*)\z/m
  UNIT_PAIR = /<(.*?)>\s*expected but was\s*<(.*?)>/m

  module_function

  def add(names:, status:, file:, line:, seconds:, failure: nil)
    entry = { name: names.last, suite: names[0..-2], status: status, filePath: file, line: line,
              duration: (seconds.to_f * 1000).round(3), extra: { namePath: names } }
    if failure
      entry[:message] = failure[:message]
      entry[:trace] = failure[:trace]
      entry[:extra][:failure] = failure
    end
    ENTRIES << entry
  end

  def failure(kind, error_type, message, backtrace, expected = nil, actual = nil)
    expected, actual = pair(message) if expected.nil?
    frames = (backtrace || []).reject { |frame| frame.start_with?(__FILE__) }
    trace = ["#{error_type}: #{message}", *frames.map { |frame| "    from #{frame}" }].join("\n")
    { kind: kind, errorType: error_type, message: clean(message, TEXT_CAP), trace: clean(trace, TEXT_CAP),
      expected: expected && clean(expected, VALUE_CAP), actual: actual && clean(actual, VALUE_CAP) }
  end

  def pair(message)
    found = PAIR.match(message) || UNIT_PAIR.match(message)
    found ? [found[1], found[2]] : [nil, nil]
  end

  def clean(text, cap)
    text.to_s.dup.force_encoding('UTF-8').scrub('?')[0, cap]
  end

  def load_failure(error)
    path = error.is_a?(SyntaxError) ? error.message[/\A(.+?\.rb):\d+/, 1] : nil
    frames = [*(path ? [path] : []), *(error.backtrace || [])].map { |frame| File.expand_path(frame[/\A[^:]+/] || '') }
    file = frames.reverse.find { |frame| frame.start_with?(Dir.pwd + '/') && frame =~ /(_test|\/test_[^\/]+)\.rb\z/ }
    file ||= frames.find { |frame| frame.start_with?(Dir.pwd + '/') }
    failure = failure('load', error.class.name, error.message, error.backtrace)
    add(names: [file ? file.delete_prefix(Dir.pwd + '/') : 'load'], status: 'failed', file: file, line: nil, seconds: 0,
        failure: failure)
  end

  def write(tool, version)
    require 'json'
    counts = %w[passed failed skipped].to_h { |status| [status, ENTRIES.count { |entry| entry[:status] == status }] }
    summary = { tests: ENTRIES.length, pending: 0, other: 0, start: (STARTED.to_f * 1000).to_i,
                stop: (Time.now.to_f * 1000).to_i }.merge(counts)
    results = { tool: { name: tool, version: version }, summary: summary, tests: ENTRIES }
    File.write(ENV['AUTOFIX_REPORT'], JSON.generate({ reportFormat: 'CTRF', specVersion: '0.0.0', results: results }))
  end

  def place(object, method)
    object.method(method).source_location || [nil, nil]
  rescue NameError
    [nil, nil]
  end

  # What minitest calls with every result (https://docs.seattlerb.org/minitest/Minitest/AbstractReporter.html).
  def minitest_reporter
    Class.new(Minitest::AbstractReporter) do
      def record(result)
        file, line = result.respond_to?(:source_location) ? result.source_location : [nil, nil]
        file = nil if file == 'unknown'
        name = result.respond_to?(:klass) ? result.klass : result.class.name
        status = result.skipped? ? 'skipped' : result.passed? ? 'passed' : 'failed'
        AutofixReport.add(names: [*name.split('::'), result.name], status: status, file: file && File.expand_path(file),
                          line: line, seconds: result.time,
                          failure: status == 'failed' ? failure_of(result.failures.first) : nil)
      end

      def failure_of(problem)
        cause = problem.respond_to?(:error) ? problem.error : problem
        is_error = problem.is_a?(Minitest::UnexpectedError)
        AutofixReport.failure(is_error ? 'error' : 'assertion', cause.class.name, cause.message, cause.backtrace)
      end

      def report
        AutofixReport.write('minitest', Minitest::VERSION)
      end
    end
  end

  def hook_minitest
    reporter = minitest_reporter.new
    Minitest.singleton_class.prepend(Module.new do
      define_method(:init_plugins) do |options|
        super(options)
        Minitest.reporter << reporter
      end
    end)
  end

  # test-unit tells a mediator's listeners of faults and of finished tests.
  def hook_test_unit
    Test::Unit::TestCase.prepend(Module.new do
      def run(result)
        started = Time.now
        before = [result.faults.length, result.pending_count + result.omission_count]
        faults = nil
        super
        faults = result.faults[before[0]..]
        skipped = result.pending_count + result.omission_count > before[1]
        file, line = AutofixReport.place(self, method_name)
        problem = faults.find { |fault| !fault.is_a?(Test::Unit::Notification) && !fault.is_a?(Test::Unit::Pending) }
        status = problem && !skipped ? 'failed' : skipped ? 'skipped' : 'passed'
        AutofixReport.add(names: [*self.class.name.to_s.split('::'), method_name], status: status, file: file, line: line,
                          seconds: Time.now - started, failure: status == 'failed' ? AutofixReport.unit_failure(problem) : nil)
      end
    end)
  end

  def unit_failure(fault)
    frames = (fault.location || []).map(&:to_s)
    return failure('error', fault.exception.class.name, fault.exception.message, frames) if fault.is_a?(Test::Unit::Error)

    expected = fault.respond_to?(:expected) ? fault.inspected_expected : nil
    actual = fault.respond_to?(:actual) ? fault.inspected_actual : nil
    failure('assertion', 'AssertionFailedError', fault.message, frames, expected, actual)
  end

  def test_run?
    ($PROGRAM_NAME == '-e' || $PROGRAM_NAME =~ /rake_test_loader|_test\.rb|test_\w+\.rb/) || defined?(::Rails)
  end
end

# Frameworks are loaded after this file: they are hooked when they are there.
hooked = { minitest: false, unit: false }
watch = TracePoint.new(:end) do |point|
  case point.self.to_s
  when 'Minitest'
    if !hooked[:minitest] && Minitest.respond_to?(:init_plugins) && defined?(Minitest::AbstractReporter)
      hooked[:minitest] = true
      AutofixReport.hook_minitest
    end
  when 'Test::Unit::TestCase'
    if !hooked[:unit] && point.self.method_defined?(:run)
      hooked[:unit] = true
      AutofixReport.hook_test_unit
    end
  end
end
watch.enable if ENV['AUTOFIX_REPORT']

# Registered before the frameworks' own, so it runs after them.
at_exit do
  error = $!
  AutofixReport.write('test-unit', nil) if hooked[:unit] && !AutofixReport::ENTRIES.empty?
  loading = error.is_a?(ScriptError) || (error.is_a?(StandardError) && AutofixReport::ENTRIES.empty?)
  if ENV['AUTOFIX_REPORT'] && loading && AutofixReport.test_run? && !File.exist?(ENV['AUTOFIX_REPORT'])
    AutofixReport.load_failure(error)
    AutofixReport.write('minitest', nil)
  end
end
