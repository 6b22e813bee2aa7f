using Microsoft.ML.Data;
using MlNetVad.Onnx.ClipCaption;
using MlNetVad.Persistence;
using MlNetVad.Transforms;

namespace MlNetVad.Onnx;

/// <summary>Adds each clip's caption.</summary>
public sealed class ClipCaptionTransformer : ComponentTransformer, IFollowsRun
{
    private readonly ClipCaptionEstimator.Options _options;
    private readonly CaptionSession _session;
    private readonly ModelRun _run;
    private readonly CaptionSource _source;

    internal ClipCaptionTransformer(
        ClipCaptionEstimator.Options options, CaptionSession session, IReadOnlyList<DataViewType> inputTypes, ModelRun? run = null)
    {
        _options = options;
        _session = session;
        _run = run ?? new ModelRun(options.Asynchronous, options.OnWarning ?? (_ => { }), options.CancellationToken);
        _source = new CaptionSource(session, _run);
        Inputs = options.Inputs;
        InputTypes = inputTypes;
    }

    internal override IReadOnlyList<InputColumn> Inputs { get; }

    internal override IReadOnlyList<DataViewType> InputTypes { get; }

    internal override bool IsSequential => _options.Every > 1 || _session.Captioner.MayFail || IsAsynchronous;

    internal override bool AdaptsToVideo => false;

    internal override string Stage => "caption";

    internal override IReadOnlyList<(string Name, string Value)> Settings =>
    [
        .. _session.Captioner.Settings,
        ("frames described", $"the first {_options.Frames}"),
        ("clips described", _options.Every == 1 ? "every one" : $"one of {_options.Every}, the others have its caption"),
        ("cache", _session.Captioner.IsLookup ? "not needed" : _options.CachePath is null ? "none" : $"{_options.CachePath}, up to {_options.CacheMegabytes} MB"),
        ("rows", IsAsynchronous ? "do not wait for captions" : "wait for captions"),
    ];

    internal override long? Parameters => null;

    internal override ComponentPersistence Persistence =>
        new(IsSequential ? new RunningClipCaptionContract() : new ClipCaptionContract(), Write);

    private bool IsAsynchronous => _run.IsLive && !_session.Captioner.IsLookup;

    ComponentTransformer IFollowsRun.During(ModelRun run) => new ClipCaptionTransformer(_options, _session, InputTypes, new ModelRun(
        run.IsLive || _options.Asynchronous,
        sentence =>
        {
            _options.OnWarning?.Invoke(sentence);
            run.Warn(sentence);
        },
        run.CancellationToken));

    internal static ClipCaptionTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes)
    {
        var options = new ClipCaptionEstimator.Options
        {
            OutputColumnName = body.ReadString(),
            ClipColumnName = body.ReadString(),
            VideoColumnName = body.ReadString(),
            FrameColumnName = body.ReadString(),
            Frames = body.ReadInt32(),
            Every = body.ReadInt32(),
            CachePath = body.ReadString() is { Length: > 0 } path ? path : null,
            CacheMegabytes = body.ReadInt32(),
            Asynchronous = body.ReadBoolean(),
        };
        ReadyCaptioner captioner = CaptionerCodec.Read(body);
        return new ClipCaptionTransformer(
            options, new CaptionSession(captioner, new CaptionMemory(), CaptionSession.OpenCache(captioner, options, makeFolder: false)), inputTypes);
    }

    /// <summary>Refuses clips with fewer frames than are to be described.</summary>
    internal static void CheckFrames(ClipCaptionEstimator.Options options, ClipShape shape)
    {
        if (options.Frames > shape.Frames)
        {
            throw new VadException($"Frames is {options.Frames}, but a clip in column '{options.ClipColumnName}' has {shape.Frames}; describe at most those, or load longer clips.");
        }
    }

    internal override IReadOnlyList<OutputColumn> OutputsFor(IReadOnlyList<DataViewType> inputTypes) => _options.Outputs;

    internal override RowKernel CreateKernel(IReadOnlyList<DataViewType> inputTypes)
    {
        ClipShape shape = ClipShape.Of(inputTypes[0]);
        CheckFrames(_options, shape);
        ClipShape described = shape with { Frames = _options.Frames };
        return new ClipCaptionKernel(described, _options.Every, _source, IsAsynchronous ? new NewestClip(described, _source) : null);
    }

    private void Write(BinaryWriter writer)
    {
        writer.Write(_options.OutputColumnName);
        writer.Write(_options.ClipColumnName);
        writer.Write(_options.VideoColumnName);
        writer.Write(_options.FrameColumnName);
        writer.Write(_options.Frames);
        writer.Write(_options.Every);
        writer.Write(_options.CachePath is null ? "" : Path.GetFullPath(_options.CachePath));
        writer.Write(_options.CacheMegabytes);
        writer.Write(_options.Asynchronous);
        CaptionerCodec.Write(writer, _session.Captioner);
    }
}
