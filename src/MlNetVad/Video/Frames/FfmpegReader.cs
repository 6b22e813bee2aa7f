using System.Diagnostics;
using System.Text;

namespace MlNetVad.Video.Frames;

/// <summary>Raw frames from the standard output of an <c>ffmpeg</c> process.</summary>
internal sealed class FfmpegReader : FrameReader
{
    // a stream's first key frame may be long in coming
    private const int StartSeconds = 20;
    private const int EndedBySignal = 128;

    private readonly Process _process;
    private readonly Stream _output;
    private readonly byte[] _header;
    private readonly byte[] _got;
    private readonly ErrorTail _errors;
    private readonly FfmpegJob _job;
    private readonly CancellationToken _cancellation;
    private readonly CancellationTokenRegistration _registration;
    private readonly DecoderWatch _watch;
    private volatile bool _disposed;
    private bool _ended;
    private int _read;
    private int _tolerated;
    private TimeSpread _span;

    public FfmpegReader(FfmpegJob job, FrameFormat format, CancellationToken cancellation)
        : base(format)
    {
        cancellation.ThrowIfCancellationRequested();
        _job = job;
        _span = new TimeSpread(job.FramesPerSecond is { } rate ? 1 / rate : 0);
        _cancellation = cancellation;
        _process = FfmpegTool.Start("ffmpeg", Arguments(job, format));
        ProcessId = _process.Id;
        _output = _process.StandardOutput.BaseStream;
        _header = Header(format);
        _got = new byte[_header.Length];
        _errors = new ErrorTail(_process);
        _watch = new DecoderWatch(_process, job.Memory);
        Feed();
        _registration = cancellation.Register(() => FfmpegTool.Kill(_process));
    }

    /// <summary>The process's id, for tests.</summary>
    internal int ProcessId { get; }

    /// <summary>Why the stream ended before its end; null where it is no stream, has not ended, or is whole.</summary>
    public string? BrokeOff { get; private set; }

    /// <summary>Whether the process was ended because it took too much memory.</summary>
    public bool IsOvergrown => _watch.IsOvergrown;

    public override bool Read(Span<byte> frame)
    {
        if (_ended || _disposed)
        {
            return false;
        }

        _watch.Expect(_read == 0 ? _job.Patience + StartSeconds : _job.Patience);
        bool came = Next(frame);
        _watch.Expect(0);
        if (came)
        {
            return true;
        }

        _ended = true;
        _cancellation.ThrowIfCancellationRequested();
        if (!_disposed)
        {
            _process.WaitForExit();
            End();
        }

        return false;
    }

    private bool Next(Span<byte> frame)
    {
        int got = _output.ReadAtLeast(_got, _got.Length, throwOnEndOfStream: false);
        if (got == _got.Length)
        {
            CheckSize();
            if (_output.ReadAtLeast(frame[..Format.FrameBytes], Format.FrameBytes, throwOnEndOfStream: false) == Format.FrameBytes)
            {
                Note();
                _read++;
                return true;
            }
        }

        return false;
    }

    private void End()
    {
        int code = _process.ExitCode;
        if (code >= EndedBySignal && _watch.Fault is null)
        {
            // Ctrl-C reaches ffmpeg too, and sometimes earlier than our own handling of it
            _cancellation.WaitHandle.WaitOne(TimeSpan.FromSeconds(0.5));
            _cancellation.ThrowIfCancellationRequested();
        }

        BrokeOff = _job.Break(code, _watch.Fault, _errors);
        if (BrokeOff is null)
        {
            _job.Check(_read, _span, code, _tolerated, _errors, _watch.Fault);
        }
    }

    private protected override void Dispose(bool disposing)
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _registration.Dispose();
        _watch.Dispose();
        FfmpegTool.Kill(_process);
        _process.WaitForExit();
        _output.Dispose();
        _process.Dispose();
    }

    private static List<string> Arguments(FfmpegJob job, FrameFormat format)
    {
        List<string> arguments = ["-hide_banner", "-loglevel", ErrorTail.Level, "-nostdin"];
        if (job.Strict)
        {
            // the pauses of a recorder are true: ffmpeg would close those above ten seconds in a transport stream
            arguments.AddRange(["-dts_delta_threshold", "100000000"]);
        }

        arguments.AddRange(job.Input);
        arguments.AddRange(["-map", "0:v:0", "-an", "-sn", "-dn", FfmpegTool.FrameModeOption, "passthrough"]);
        bool scales = job.Native is not { } native || native.Height != format.Height || native.Width != format.Width;
        string? select = null;
        if (job.Excerpt is { } excerpt)
        {
            select = $"select=not(mod(n\\,{excerpt.Step}))";
            arguments.AddRange(["-frames:v", $"{excerpt.Count}"]);
        }

        string[] filters = [.. new[] { job.Filter, select, scales ? $"scale={format.Width}:{format.Height}:flags=bicubic" : null, ErrorTail.TimeFilter }.OfType<string>()];
        arguments.AddRange(["-vf", string.Join(',', filters)]);

        // not raw video: the header before every picture says how large it came
        (string pixels, string codec) = format.Channels == 3 ? ("rgb24", "ppm") : ("gray", "pgm");
        arguments.AddRange(["-pix_fmt", pixels, "-c:v", codec, "-f", "image2pipe", "pipe:1"]);
        return arguments;
    }

    private static byte[] Header(FrameFormat format) =>
        Encoding.ASCII.GetBytes($"P{(format.Channels == 3 ? 6 : 5)}\n{format.Width} {format.Height}\n255\n");

    // a frame's line leaves ffmpeg before the frame does: what was said before that line was said before the frame
    private void Note()
    {
        (double time, int complaints) = _errors.NextFrame(_cancellation);
        string? warning = null;
        if (_read == 0 && _job.StartsBetweenKeyFrames && complaints > 0)
        {
            _tolerated = complaints;
            warning = $"'{_job.Address.Display}' starts between two key frames: what comes before its first whole picture is left out (ffmpeg says \"{_errors.Summary(_job.Address)}\").";
        }

        if (_job.Strict && complaints > _tolerated)
        {
            _job.RefuseFrom(_read, time, _errors);
        }

        Last = new FrameNote(_span.Add(time), warning);
    }

    private void CheckSize()
    {
        if (!_got.AsSpan().SequenceEqual(_header))
        {
            string size = Encoding.ASCII.GetString(_got).Split('\n') is [_, var second, _, ..] ? second.Replace(' ', '×') : "another size";
            throw new VadException(
                $"Frame {_read} of '{_job.Address.Display}' comes as {size}, {Format.Width}×{Format.Height} was expected from its header; " +
                "re-encode it with ffmpeg, so that header and frames agree.");
        }
    }

    // the list of images is longer than a pipe's buffer: write it beside the reading
    private void Feed()
    {
        string? list = _job.StandardInput;
        if (list is null)
        {
            _process.StandardInput.Close();
            return;
        }

        StreamWriter input = _process.StandardInput;
        _ = Task.Run(() =>
        {
            try
            {
                input.Write(list);
                input.Close();
            }
            catch (IOException)
            {
                // ffmpeg ended before it read its list; its own message says why
            }
        });
    }
}
