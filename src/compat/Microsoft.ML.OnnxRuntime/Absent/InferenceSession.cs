namespace Microsoft.ML.OnnxRuntime;

/// <summary>A network that cannot be opened.</summary>
public sealed class InferenceSession : IDisposable
{
    public InferenceSession(string modelPath, SessionOptions options) => throw OnnxRuntimeAbsence.Error();

    public InferenceSession(byte[] model, SessionOptions options) => throw OnnxRuntimeAbsence.Error();

    public IReadOnlyDictionary<string, NodeMetadata> InputMetadata => throw OnnxRuntimeAbsence.Error();

    public IReadOnlyDictionary<string, NodeMetadata> OutputMetadata => throw OnnxRuntimeAbsence.Error();

    public IDisposableReadOnlyCollection<OrtValue> Run(
        RunOptions runOptions, IReadOnlyCollection<string> inputNames, IReadOnlyCollection<OrtValue> inputValues, IReadOnlyCollection<string> outputNames) =>
        throw OnnxRuntimeAbsence.Error();

    public void Dispose()
    {
        // nothing is open
    }
}
