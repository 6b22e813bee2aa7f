using System.ClientModel.Primitives;

namespace MlNetVad.Onnx.ClipCaption;

/// <summary>Keeps what an endpoint answers to the request under way, for where the client cannot read it. Thread-safe.</summary>
internal sealed class LastAnswer : PipelinePolicy
{
    private readonly AsyncLocal<Kept?> _kept = new();

    /// <summary>From here on the answer to this call's request is kept.</summary>
    public Kept Begin() => _kept.Value = new Kept();

    /// <inheritdoc/>
    public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        ProcessNext(message, pipeline, currentIndex);
        Keep(message);
    }

    /// <inheritdoc/>
    public override async ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        await ProcessNextAsync(message, pipeline, currentIndex).ConfigureAwait(false);
        Keep(message);
    }

    private void Keep(PipelineMessage message)
    {
        if (_kept.Value is { } kept && message.Response is { IsError: false } response)
        {
            kept.Body = response.Content;
        }
    }

    /// <summary>The body of an answer that is no error; null as long as there is none.</summary>
    internal sealed class Kept
    {
        public BinaryData? Body { get; set; }
    }
}
