namespace Microsoft.ML.OnnxRuntime;

/// <summary>Settings of a network that cannot be opened: the first thing that is made, so the first to say so.</summary>
public sealed class SessionOptions : IDisposable
{
    public SessionOptions() => throw OnnxRuntimeAbsence.Error();

    public int IntraOpNumThreads { get; set; }

    public int InterOpNumThreads { get; set; }

    public GraphOptimizationLevel GraphOptimizationLevel { get; set; }

    public OrtLoggingLevel LogSeverityLevel { get; set; }

    public void AppendExecutionProvider_CUDA(int deviceId = 0) => throw OnnxRuntimeAbsence.Error();

    public void Dispose()
    {
        // nothing is open
    }
}

/// <summary>Settings of one run.</summary>
public sealed class RunOptions : IDisposable
{
    public void Dispose()
    {
        // nothing is open
    }
}
