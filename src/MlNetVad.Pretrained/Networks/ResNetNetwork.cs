using System.Collections.Concurrent;
using Microsoft.ML.OnnxRuntime;
using MlNetVad.Onnx.Models;
using MlNetVad.Persistence;
using MlNetVad.Transforms;
using MlNetVad.Transforms.Pictures;

namespace MlNetVad.Pretrained.Networks;

/// <summary>ResNet18 up to its last tensor that is read, for pictures of one size. Several threads may run it at once.</summary>
internal sealed class ResNetNetwork
{
    private const string Input = "Input247";

    private static readonly ConcurrentDictionary<string, Lazy<ResNetNetwork>> Opened = new(StringComparer.Ordinal);

    private readonly OnnxModel _model;
    private readonly string[] _tensors;

    private ResNetNetwork(OnnxModel model, string[] tensors, PictureSize size, float[] mean) =>
        (_model, _tensors, Size, Mean) = (model, tensors, size, mean);

    /// <summary>
    /// Threads of one picture's run: all processors, or 1 in a program that looks at many cameras, whose runs lie side by side anyway and each take
    /// a seventh less of a processor then. Counts for networks that are opened afterwards.
    /// </summary>
    public static int ThreadsOfOnePicture { get; set; } = Environment.ProcessorCount;

    /// <summary>The size of its pictures.</summary>
    public PictureSize Size { get; }

    /// <summary>What is taken off a picture, [3, h, w].</summary>
    public float[] Mean { get; }

    /// <summary>Opens it; once in a process, however many models use it.</summary>
    /// <param name="files">Its files.</param>
    /// <param name="tensors">The tensors that are read; what comes behind them is cut off.</param>
    /// <param name="size">The size of pictures.</param>
    /// <param name="threads">Threads of one run.</param>
    /// <exception cref="VadException">A file is damaged, or is not there.</exception>
    public static ResNetNetwork Open(ResNetFiles files, ResNetTensor[] tensors, PictureSize size, int threads)
    {
        string key = string.Join('|', [files.Weights.Sha256, files.Mean.Sha256, size, threads, .. tensors.Select(t => t.Name)]);
        return Opened.GetOrAdd(key, _ => new Lazy<ResNetNetwork>(
            () =>
            {
                ResNetNetwork network = Read(files, tensors, size, threads);
                Memory.GiveBack();   // the part that was opened
                return network;
            },
            LazyThreadSafetyMode.PublicationOnly)).Value;
    }

    private static ResNetNetwork Read(ResNetFiles files, ResNetTensor[] tensors, PictureSize size, int threads)
    {
        string[] names = Array.ConvertAll(tensors, t => t.Name);
        byte[] cut = Cut(files, names);
        Memory.GiveBack();   // the whole file
        return new ResNetNetwork(OnnxModel.Open(files.Weights, cut, threads), names, size, MeanPicture.Read(files.Mean, size));
    }

    private static byte[] Cut(ResNetFiles files, string[] names)
    {
        try
        {
            return GraphCut.At(files.Weights.Read(), names);
        }
        catch (FormatException e)
        {
            throw new VadException($"'{files.Weights.Name}' is not the network of its package: {e.Message}; bring the package's own file back.", e);
        }
    }

    /// <summary>Means over parts of the tensors.</summary>
    /// <param name="picture">[3, h, w], blue, green, red, less the mean picture.</param>
    /// <param name="cells">For each tensor, into how many parts its rows and columns are cut; 1 takes all places together.</param>
    /// <param name="vectors">For each tensor [cells, cells, c], written.</param>
    public void Pool(Memory<float> picture, ReadOnlySpan<int> cells, params ReadOnlySpan<float[]> vectors)
    {
        using IDisposableReadOnlyCollection<OrtValue> values = Run(picture);
        for (int i = 0; i < cells.Length; i++)
        {
            long[] shape = values[i].GetTensorTypeAndShape().Shape;                         // [1, c, h, w]
            Pool(values[i].GetTensorDataAsSpan<float>(), (int)shape[1], (int)shape[2], (int)shape[3], cells[i], vectors[i]);
        }
    }

    private static void Pool(ReadOnlySpan<float> planes, int channels, int height, int width, int cells, Span<float> vectors)
    {
        for (int cell = 0; cell < cells * cells; cell++)
        {
            (int top, int bottom) = (cell / cells * height / cells, ((cell / cells) + 1) * height / cells);
            (int left, int right) = (cell % cells * width / cells, ((cell % cells) + 1) * width / cells);
            for (int c = 0; c < channels; c++)
            {
                float sum = 0;
                for (int y = top; y < bottom; y++)
                {
                    sum += OrderedSums.Sum(planes.Slice((((c * height) + y) * width) + left, right - left));
                }

                vectors[(cell * channels) + c] = sum / ((bottom - top) * (right - left));
            }
        }
    }

    private IDisposableReadOnlyCollection<OrtValue> Run(Memory<float> pictures)
    {
        using var input = OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance, pictures, [pictures.Length / Size.Elements, Size.Channels, Size.Height, Size.Width]);
        return _model.Run([Input], [input], _tensors);
    }
}
