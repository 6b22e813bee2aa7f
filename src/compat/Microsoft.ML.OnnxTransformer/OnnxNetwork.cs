using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Onnx;

/// <summary>An opened network, the columns that it reads and makes, and the bytes that it came from.</summary>
internal sealed class OnnxNetwork : IDisposable
{
    private OnnxNetwork(OnnxOptions options, byte[] model, InferenceSession session)
    {
        Options = options;
        Model = model;
        Session = session;
        Inputs = Columns("input", options.InputColumns, session.InputMetadata);
        Outputs = Columns("output", options.OutputColumns, session.OutputMetadata);
    }

    public OnnxOptions Options { get; }

    public byte[] Model { get; }

    public InferenceSession Session { get; }

    public IReadOnlyList<OnnxColumn> Inputs { get; }

    public IReadOnlyList<OnnxColumn> Outputs { get; }

    public static OnnxNetwork Open(IHostEnvironment env, OnnxOptions options, byte[] model)
    {
        using var settings = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        settings.IntraOpNumThreads = options.IntraOpNumThreads ?? 0;
        settings.InterOpNumThreads = options.InterOpNumThreads ?? 0;
        if (options.GpuDeviceId is { } device)
        {
            UseGpu(env, settings, device, options.FallbackToCpu);
        }

        try
        {
            return new OnnxNetwork(options, model, new InferenceSession(model, settings));
        }
        catch (OnnxRuntimeException error)
        {
            throw new InvalidOperationException($"Error initializing model: {error.Message}", error);
        }
    }

    public void Dispose() => Session.Dispose();

    private static void UseGpu(IHostEnvironment env, SessionOptions settings, int device, bool fallbackToCpu)
    {
        try
        {
            settings.AppendExecutionProvider_CUDA(device);
        }
        catch (Exception error) when (fallbackToCpu && error is OnnxRuntimeException or EntryPointNotFoundException)
        {
            using IChannel channel = env.Start("ApplyOnnxModel");
            channel.Warning(MessageSensitivity.None, $"The GPU {device} cannot be used ({error.Message.Split('\n')[0]}); the model runs on the CPU.");
        }
    }

    private OnnxColumn[] Columns(string role, string[] names, IReadOnlyDictionary<string, NodeMetadata> nodes)
    {
        names ??= [.. nodes.Keys];
        return Array.ConvertAll(names, name => nodes.TryGetValue(name, out NodeMetadata node)
            ? OnnxColumn.Of(name, node, Options.ShapeDictionary)
            : throw new ArgumentOutOfRangeException($"{role}ColumnNames", $"The ONNX model has no {role} '{name}'; it has: {string.Join(", ", nodes.Keys)}."));
    }
}
