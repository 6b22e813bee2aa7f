using Microsoft.ML.Transforms.Onnx;

namespace Microsoft.ML;

public static class OnnxCatalog
{
    public static OnnxScoringEstimator ApplyOnnxModel(this TransformsCatalog catalog, string modelFile, int? gpuDeviceId = null, bool fallbackToCpu = false) =>
        Create(catalog, Options(null, null, modelFile, null, gpuDeviceId, fallbackToCpu));

    public static OnnxScoringEstimator ApplyOnnxModel(this TransformsCatalog catalog, Stream modelBytes, int? gpuDeviceId = null, bool fallbackToCpu = false) =>
        Create(catalog, Options(null, null, null, null, gpuDeviceId, fallbackToCpu), modelBytes);

    public static OnnxScoringEstimator ApplyOnnxModel(
        this TransformsCatalog catalog, string modelFile, IDictionary<string, int[]> shapeDictionary, int? gpuDeviceId = null, bool fallbackToCpu = false) =>
        Create(catalog, Options(null, null, modelFile, shapeDictionary, gpuDeviceId, fallbackToCpu));

    public static OnnxScoringEstimator ApplyOnnxModel(
        this TransformsCatalog catalog, Stream modelBytes, IDictionary<string, int[]> shapeDictionary, int? gpuDeviceId = null, bool fallbackToCpu = false) =>
        Create(catalog, Options(null, null, null, shapeDictionary, gpuDeviceId, fallbackToCpu), modelBytes);

    public static OnnxScoringEstimator ApplyOnnxModel(
        this TransformsCatalog catalog, string outputColumnName, string inputColumnName, string modelFile, int? gpuDeviceId = null, bool fallbackToCpu = false) =>
        Create(catalog, Options([outputColumnName], [inputColumnName], modelFile, null, gpuDeviceId, fallbackToCpu));

    public static OnnxScoringEstimator ApplyOnnxModel(
        this TransformsCatalog catalog, string outputColumnName, string inputColumnName, Stream modelBytes, int? gpuDeviceId = null, bool fallbackToCpu = false) =>
        Create(catalog, Options([outputColumnName], [inputColumnName], null, null, gpuDeviceId, fallbackToCpu), modelBytes);

    public static OnnxScoringEstimator ApplyOnnxModel(
        this TransformsCatalog catalog,
        string outputColumnName,
        string inputColumnName,
        string modelFile,
        IDictionary<string, int[]> shapeDictionary,
        int? gpuDeviceId = null,
        bool fallbackToCpu = false) =>
        Create(catalog, Options([outputColumnName], [inputColumnName], modelFile, shapeDictionary, gpuDeviceId, fallbackToCpu));

    public static OnnxScoringEstimator ApplyOnnxModel(
        this TransformsCatalog catalog,
        string outputColumnName,
        string inputColumnName,
        Stream modelBytes,
        IDictionary<string, int[]> shapeDictionary,
        int? gpuDeviceId = null,
        bool fallbackToCpu = false) =>
        Create(catalog, Options([outputColumnName], [inputColumnName], null, shapeDictionary, gpuDeviceId, fallbackToCpu), modelBytes);

    public static OnnxScoringEstimator ApplyOnnxModel(
        this TransformsCatalog catalog, string[] outputColumnNames, string[] inputColumnNames, string modelFile, int? gpuDeviceId = null, bool fallbackToCpu = false) =>
        Create(catalog, Options(outputColumnNames, inputColumnNames, modelFile, null, gpuDeviceId, fallbackToCpu));

    public static OnnxScoringEstimator ApplyOnnxModel(
        this TransformsCatalog catalog, string[] outputColumnNames, string[] inputColumnNames, Stream modelBytes, int? gpuDeviceId = null, bool fallbackToCpu = false) =>
        Create(catalog, Options(outputColumnNames, inputColumnNames, null, null, gpuDeviceId, fallbackToCpu), modelBytes);

    public static OnnxScoringEstimator ApplyOnnxModel(
        this TransformsCatalog catalog,
        string[] outputColumnNames,
        string[] inputColumnNames,
        string modelFile,
        IDictionary<string, int[]> shapeDictionary,
        int? gpuDeviceId = null,
        bool fallbackToCpu = false) =>
        Create(catalog, Options(outputColumnNames, inputColumnNames, modelFile, shapeDictionary, gpuDeviceId, fallbackToCpu));

    public static OnnxScoringEstimator ApplyOnnxModel(
        this TransformsCatalog catalog,
        string[] outputColumnNames,
        string[] inputColumnNames,
        Stream modelBytes,
        IDictionary<string, int[]> shapeDictionary,
        int? gpuDeviceId = null,
        bool fallbackToCpu = false) =>
        Create(catalog, Options(outputColumnNames, inputColumnNames, null, shapeDictionary, gpuDeviceId, fallbackToCpu), modelBytes);

    public static OnnxScoringEstimator ApplyOnnxModel(
        this TransformsCatalog catalog,
        string[] outputColumnNames,
        string[] inputColumnNames,
        string modelFile,
        IDictionary<string, int[]> shapeDictionary,
        int? gpuDeviceId = null,
        bool fallbackToCpu = false,
        int recursionLimit = 100) =>
        Create(catalog, Options(outputColumnNames, inputColumnNames, modelFile, shapeDictionary, gpuDeviceId, fallbackToCpu, recursionLimit));

    public static OnnxScoringEstimator ApplyOnnxModel(
        this TransformsCatalog catalog,
        string[] outputColumnNames,
        string[] inputColumnNames,
        Stream modelBytes,
        IDictionary<string, int[]> shapeDictionary,
        int? gpuDeviceId = null,
        bool fallbackToCpu = false,
        int recursionLimit = 100) =>
        Create(catalog, Options(outputColumnNames, inputColumnNames, null, shapeDictionary, gpuDeviceId, fallbackToCpu, recursionLimit), modelBytes);

    public static OnnxScoringEstimator ApplyOnnxModel(this TransformsCatalog catalog, OnnxOptions options) => Create(catalog, options);

    private static OnnxScoringEstimator Create(TransformsCatalog catalog, OnnxOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new OnnxScoringEstimator(catalog.Environment, options, ReadFile(options.ModelFile));
    }

    private static OnnxScoringEstimator Create(TransformsCatalog catalog, OnnxOptions options, Stream modelBytes)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(modelBytes);
        using var copy = new MemoryStream();
        modelBytes.CopyTo(copy);
        return new OnnxScoringEstimator(catalog.Environment, options, copy.ToArray());
    }

    private static OnnxOptions Options(
        string[] outputs, string[] inputs, string file, IDictionary<string, int[]> shapes, int? gpuDeviceId, bool fallbackToCpu, int recursionLimit = 100) => new()
        {
            ModelFile = file,
            InputColumns = inputs,
            OutputColumns = outputs,
            ShapeDictionary = shapes,
            GpuDeviceId = gpuDeviceId,
            FallbackToCpu = fallbackToCpu,
            RecursionLimit = recursionLimit,
        };

    private static byte[] ReadFile(string file)
    {
        ArgumentException.ThrowIfNullOrEmpty(file, "modelFile");
        return File.Exists(file) ? File.ReadAllBytes(file) : throw new FileNotFoundException($"Could not find the ONNX model file '{file}'.", file);
    }
}
